// SPDX-License-Identifier: Apache-2.0
#include "plan/consent.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/text.h"

namespace reshoot {
namespace {

constexpr std::size_t name_cells = 60;  // of a file in a message

/// A person, with the files that show or sound like them.
struct Exposed {
  const Character* person = nullptr;
  std::vector<const InputFile*> files;
};

std::vector<Exposed> exposed_by(const std::vector<SentFile>& files) {
  std::vector<Exposed> all;
  for (const SentFile& sent : files) {
    if (sent.character == nullptr || sent.character->kind != CharacterKind::person) {
      continue;
    }
    if (all.empty() || all.back().person != sent.character) {
      all.push_back({sent.character, {}});
    }
    all.back().files.push_back(sent.file);
  }
  return all;
}

/// `refs/front.png`, `refs/front.png and 2 more files`, as seen from the campaign's folder.
std::string files_text(const Campaign& campaign, const Exposed& exposed) {
  const std::filesystem::path first = exposed.files.front()->path;
  const std::filesystem::path near = first.lexically_relative(campaign.file.parent_path());
  const std::string name(ellipsize(printable((near.empty() ? first : near).string()), name_cells));
  const std::size_t more = exposed.files.size() - 1;
  return more == 0 ? name : fmt::format("{} and {} more file{}", name, more, more == 1 ? "" : "s");
}

std::string place_text(const UploadPlace& place) {
  return place.host.empty() ? place.provider
                            : fmt::format("{} ({})", place.provider, printable(place.host));
}

/// nullopt: the person's consent holds today.
std::optional<Hold> lacking_consent(const Exposed& exposed, const std::string& exposure,
                                    Date today) {
  const Character& person = *exposed.person;
  if (!person.consent) {
    return Hold{fmt::format("'{}' has no consent: {}", person.name, exposure),
                fmt::format("have a release signed, put its file into the workspace, and add to "
                            "'{}': consent: {{record: FILE, until: {}}}",
                            person.name, Date{today.year + 1, today.month, 1}.text()),
                person.at};
  }
  if (person.consent->until && *person.consent->until < today) {
    return Hold{fmt::format("the consent of '{}' ended on {}: {}", person.name,
                            person.consent->until->text(), exposure),
                "have it renewed; then change its 'record' and 'until'", person.consent->at};
  }
  return std::nullopt;
}

}  // namespace

const UploadPlace* UploadRules::place_of(std::string_view provider) const {
  const auto found = std::find_if(places.begin(), places.end(), [&](const UploadPlace& place) {
    return place.provider == provider;
  });
  return found == places.end() ? nullptr : &*found;
}

std::string_view name_of(SentAs as) {
  switch (as) {
    case SentAs::reference:
      return "reference";
    case SentAs::voice:
      return "voice";
    case SentAs::voice_video:
      return "voice video";
    case SentAs::first_frame:
      return "first frame";
    case SentAs::last_frame:
      return "last frame";
  }
  return "file";
}

std::vector<SentFile> sent_files(const Campaign& campaign, const GenerateStep& step) {
  std::vector<SentFile> files;
  if (step.model->local()) {
    return files;
  }
  const std::vector<CastMember>& cast = campaign.scenes[step.scene].cast;
  for (std::size_t i = 0; i < step.request.cast.size(); ++i) {
    const Character& character = campaign.characters[cast[i].character];
    for (const InputFile& reference : step.request.cast[i].references) {
      files.push_back({&reference, SentAs::reference, &character});
    }
    if (step.request.cast[i].voice) {
      files.push_back({&*step.request.cast[i].voice, SentAs::voice, &character});
    }
    if (const auto& video = step.request.cast[i].voice_video) {
      files.push_back({&video->sample, SentAs::voice_video, &character, &*video});
    }
  }
  if (step.request.first_frame) {
    files.push_back({&*step.request.first_frame, SentAs::first_frame, nullptr});
  }
  if (step.request.last_frame) {
    files.push_back({&*step.request.last_frame, SentAs::last_frame, nullptr});
  }
  return files;
}

std::vector<Hold> upload_holds(const Campaign& campaign, const GenerateStep& step,
                               const UploadRules& rules) {
  std::vector<Hold> holds;
  const UploadPlace* const place = rules.place_of(step.model->provider);
  if (place == nullptr || !place->is_public) {
    return holds;
  }
  const std::vector<SentFile> files = sent_files(campaign, step);
  const std::vector<Exposed> exposed = exposed_by(files);
  for (const Exposed& one : exposed) {
    const std::string exposure = fmt::format("{} would lie at a public URL of {}",
                                             files_text(campaign, one), place_text(*place));
    if (std::optional<Hold> hold = lacking_consent(one, exposure, rules.today)) {
      holds.push_back(*std::move(hold));
    }
  }
  if (!exposed.empty() && !rules.public_uploads) {
    holds.push_back({fmt::format("reshoot.yaml allows no public uploads: {} would lie at a public "
                                 "URL of {}",
                                 files_text(campaign, exposed.front()), place_text(*place)),
                     "where they are wanted, write 'uploads: public' into reshoot.yaml",
                     {}});
  }
  return holds;
}

}  // namespace reshoot
