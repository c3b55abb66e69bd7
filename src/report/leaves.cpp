// SPDX-License-Identifier: Apache-2.0
#include "report/leaves.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "report/figures.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_files_listed = 20;
constexpr std::size_t indent = 2;

class Departures {
 public:
  Departures(const Campaign& campaign, const UploadRules& rules,
             const std::filesystem::path& workspace)
      : campaign_(campaign), rules_(rules), workspace_(workspace) {}

  void add(const GenerateStep& step) {
    const UploadPlace* const place = rules_.place_of(step.model->provider);
    if (place == nullptr) {
      return;
    }
    const auto [known, is_new] = places_.emplace(place->provider, all_.size());
    if (is_new) {
      all_.push_back({*place, 0, {}, {}});
    }
    ++all_[known->second].clips;
    for (const SentFile& sent : sent_files(campaign_, step)) {
      add(known->second, sent, *step.model);
    }
  }

  std::vector<Leaves> take() { return std::move(all_); }

 private:
  /// Of a place: sample or file, its part, whose, and the picture of a voice video.
  using File = std::tuple<std::size_t, std::string, SentAs, const Character*, std::string>;

  void add(std::size_t at, const SentFile& sent, const Model& model) {
    const std::optional<Leaves::Video> video = video_of(sent, model);
    const auto [known, is_new] =
        files_.emplace(File(at, sent.file->path.native(), sent.as, sent.character,
                            video ? video->portrait : std::string()),
                       all_[at].files.size());
    if (is_new) {
      all_[at].files.push_back({path_of(*sent.file), sent.as,
                                sent.character != nullptr ? sent.character->name : "", 0, video});
      if (sent.character != nullptr) {
        meet(all_[at].who, *sent.character);
      }
    }
    ++all_[at].files[known->second].clips;
  }

  [[nodiscard]] std::optional<Leaves::Video> video_of(const SentFile& sent,
                                                      const Model& model) const {
    if (sent.video == nullptr) {
      return std::nullopt;
    }
    return Leaves::Video{path_of(sent.video->portrait), sent.video->length,
                         model.billed_video.has_value()};
  }

  [[nodiscard]] std::string path_of(const InputFile& file) const {
    return file.path.lexically_proximate(workspace_).string();
  }

  static void meet(std::vector<Leaves::Who>& who, const Character& character) {
    const bool known = std::any_of(
        who.begin(), who.end(), [&](const Leaves::Who& one) { return one.name == character.name; });
    if (!known) {
      who.push_back({character.name, character.kind, character.consent});
    }
  }

  const Campaign& campaign_;
  const UploadRules& rules_;
  const std::filesystem::path& workspace_;
  std::vector<Leaves> all_;
  std::map<std::string, std::size_t> places_;
  std::map<File, std::size_t> files_;
};

std::string clips_text(int clips) {
  return counted(clips, "clip");
}

std::string list_text(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, ", "));
}

/// `maya (person): consent until 2027-03-31 for ads in US, EU`
std::string consent_text(const Leaves::Who& who) {
  const Consent& consent = *who.consent;
  std::string text = fmt::format("{} ({}): consent ", who.name, name_of(who.kind));
  text += consent.until ? "until " + consent.until->text() : "without an end";
  if (!consent.uses.empty()) {
    text += " for " + list_text(consent.uses);
  }
  if (!consent.markets.empty()) {
    text += " in " + list_text(consent.markets);
  }
  return text;
}

StyledText head_of(const Leaves& leaves) {
  const UploadPlace& place = leaves.place;
  StyledText line("sent to ");
  line.add(place.provider, Paint::bold);
  if (!place.host.empty()) {
    line.add(fmt::format(" ({})", place.host));
  }
  line.add(place.is_public ? ", where anybody with the URL can read them:"
                           : ", where they are not public:");
  return line;
}

/// What is made here for the provider is named by what it is made of.
std::string shown_path(const Leaves::File& file) {
  return file.video ? fmt::format("{} + {}", file.video->portrait, file.path) : file.path;
}

/// `reference`, `voice video, 2.5 s billed with each clip`
std::string shown_part(const Leaves::File& file) {
  std::string text(name_of(file.as));
  if (file.video) {
    text += fmt::format(", {} s{}", file.video->length.text(),
                        file.video->billed ? " billed with each clip" : "");
  }
  return text;
}

std::string text_of(const Leaves& leaves, const TextStyle& style) {
  Table table({{"", false, true}, {""}, {""}, {""}});
  for (const Leaves::File& file : leaves.files) {
    if (&file - leaves.files.data() == static_cast<std::ptrdiff_t>(most_files_listed)) {
      break;
    }
    table.add({shown_path(file), file.character, shown_part(file),
               StyledText(clips_text(file.clips), Paint::dim)});
  }
  StyledText head = head_of(leaves);
  if (style.width > 0) {
    head.cut(style.width);
  }
  std::string text = head.text(style.colour) + "\n" + table.text(style, indent);
  if (leaves.files.size() > most_files_listed) {
    text += fmt::format(
        "  ... and {} more; --json lists all\n",
        counted(static_cast<std::int64_t>(leaves.files.size() - most_files_listed), "file"));
  }
  for (const Leaves::Who& who : leaves.who) {
    if (who.consent) {
      StyledText line("  " + consent_text(who), Paint::dim);
      if (style.width > 0) {
        line.cut(style.width);
      }
      text += line.text(style.colour) + "\n";
    }
  }
  return text;
}

Json to_json(const Leaves::Who& who) {
  Json consent;
  if (who.consent) {
    consent = {{"record", who.consent->record.written},
               {"uses", who.consent->uses},
               {"markets", who.consent->markets},
               {"until", who.consent->until ? Json(who.consent->until->text()) : Json()}};
  }
  return {{"name", who.name}, {"kind", name_of(who.kind)}, {"consent", std::move(consent)}};
}

}  // namespace

std::vector<Leaves> leaves_of(const Graph& graph, const Campaign& campaign, const Plan& plan,
                              const UploadRules& rules, const std::filesystem::path& workspace) {
  Departures departures(campaign, rules, workspace);
  for (const Decision& decision : plan.decisions) {
    const auto* const clip = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    if (clip != nullptr && decision.kind == DecisionKind::run) {
      departures.add(*clip);
    }
  }
  return departures.take();
}

std::string leaves_text(const std::vector<Leaves>& leaves, const TextStyle& style) {
  std::string text;
  for (const Leaves& one : leaves) {
    if (!one.files.empty()) {
      text += text_of(one, style) + "\n";
    }
  }
  return text;
}

Json to_json(const Leaves& leaves) {
  Json files = Json::array();
  for (const Leaves::File& file : leaves.files) {
    files.push_back({{"path", file.path},
                     {"as", name_of(file.as)},
                     {"character", file.character.empty() ? Json() : Json(file.character)},
                     {"clips", file.clips}});
    if (file.video) {
      files.back()["portrait"] = file.video->portrait;
      files.back()["length_ms"] = file.video->length.millis;
      files.back()["billed"] = file.video->billed;
    }
  }
  Json who = Json::array();
  for (const Leaves::Who& one : leaves.who) {
    who.push_back(to_json(one));
  }
  return {{"provider", leaves.place.provider}, {"host", leaves.place.host},
          {"public", leaves.place.is_public},  {"clips", leaves.clips},
          {"files", std::move(files)},         {"characters", std::move(who)}};
}

}  // namespace reshoot
