// SPDX-License-Identifier: Apache-2.0
// The field tables of `reshoot.yaml`. A new setting is one member and one row here.

#include "campaign/settings.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/files.h"
#include "campaign/language_version.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"
#include "yaml/parse.h"

namespace reshoot {
namespace {

constexpr const char* settings_file = "reshoot.yaml";
constexpr std::uint64_t settings_size_limit = 1U << 20U;  // bytes; settings are a page at most

/// The folder of a remote as written.
struct FolderText {
  std::string_view text;
};

struct RemoteText {
  std::optional<Spanned<FolderText>> dir;
};

/// `private` is the default: written out, it says so to readers.
enum class UploadsText { only_private, may_be_public };

struct AccountText {
  std::optional<Whole<1, 10'000>> at_once;
  std::optional<Whole<1, 100'000>> per_minute;
  std::optional<Whole<1, 1'000'000>> per_hour;
};

struct AccountsText {
  std::optional<AccountText> gmi, dashscope, heygen, comfyui;
};

struct IdentityText {
  using Id = std::optional<Spanned<std::string_view>>;
  Id face_detector, face_embedding, image_embedding, speaker_embedding;
};

struct SettingsText {
  LanguageVersion version;
  std::optional<RemoteText> remote;
  UploadsText uploads = UploadsText::only_private;
  AccountsText accounts;
  IdentityText identity;
};

}  // namespace

template <>
struct Bind<FolderText> {
  static constexpr Shape shape = scalar_shape(
      Shape::Kind::text, "a folder, from '/' or from this file's folder, such as /mnt/team/reshoot",
      "^[^~]");
  static bool read(Binder& binder, const YamlValue& value, FolderText& into) {
    const auto text = binder.text(value, shape);
    into.text = text.value_or(std::string_view());
    if (text && (text->empty() || text->front() == '~')) {
      binder.bad_value(value, shape)
          .help("a home folder differs from person to person: write a place that all have");
      return false;
    }
    return text.has_value();
  }
};

template <>
struct Table<RemoteText> {
  using T = RemoteText;
  static constexpr std::string_view name = "remote";
  static constexpr std::string_view noun = "a remote";
  static constexpr std::array fields{
      field<&T::dir>("dir", "A folder that the team shares, such as a mounted drive.",
                     {.required = true}),
  };
};

template <>
struct Choices<UploadsText> {
  static constexpr std::string_view wanted = "private or public";
  static constexpr std::array<std::string_view, 2> texts{"private", "public"};
  static constexpr std::array values{UploadsText::only_private, UploadsText::may_be_public};
};

template <>
struct Table<AccountText> {
  using T = AccountText;
  static constexpr std::string_view name = "account";
  static constexpr std::string_view noun = "the limits of an account";
  static constexpr std::array fields{
      field<&T::at_once>("at_once", "Clips that are in the making at a time."),
      field<&T::per_minute>("per_minute", "Clips that are sent within a minute."),
      field<&T::per_hour>("per_hour", "Clips that are sent within an hour."),
  };
};

template <>
struct Table<AccountsText> {
  using T = AccountsText;
  static constexpr std::string_view name = "accounts";
  static constexpr std::string_view noun = "'accounts'";
  static constexpr std::array fields{
      field<&T::gmi>("gmi", "Your account with GMI Cloud."),
      field<&T::dashscope>("dashscope", "Your account with DashScope."),
      field<&T::heygen>("heygen", "Your account with HeyGen."),
      field<&T::comfyui>("comfyui", "Your own ComfyUI."),
  };
};

template <>
struct Table<IdentityText> {
  using T = IdentityText;
  static constexpr std::string_view name = "identity";
  static constexpr std::string_view noun = "'identity'";
  static constexpr std::array fields{
      field<&T::face_detector>("face_detector", "The model that finds faces."),
      field<&T::face_embedding>("face_embedding", "The model that compares faces."),
      field<&T::image_embedding>("image_embedding", "The model that compares mascots, products."),
      field<&T::speaker_embedding>("speaker_embedding", "The model that compares voices."),
  };
};

template <>
struct Table<SettingsText> {
  using T = SettingsText;
  static constexpr std::string_view name = "settings";
  static constexpr std::string_view noun = "the settings of a workspace";
  static constexpr std::array fields{
      field<&T::version>("reshoot", "Version of this language: 1.", {.required = true}),
      field<&T::remote>("remote", "Where takes are shared."),
      field<&T::uploads>(
          "uploads",
          "'public': pictures and voices of persons may be uploaded to providers where anybody "
          "with the URL can read them, if the person's 'consent' allows it. Default: private."),
      field<&T::accounts>("accounts",
                          "What your accounts with providers allow, where that is not what "
                          "'reshoot models show' says."),
      field<&T::identity>("identity",
                          "Which models measure faces, pictures and voices, where it is not the "
                          "default one that 'reshoot models list' shows."),
  };
};

namespace {

/// nullopt: there is none, or it cannot be read (reported).
std::optional<std::string> read_text(const std::filesystem::path& file, Diagnostics& diags) {
  const auto report = [&](const Error& error) {
    diags.report(Code::unreadable_file, error.message).help(error.help);
    return std::nullopt;
  };
  const Result<std::optional<FileStat>> there = stat_file(file);
  if (!there) {
    return report(there.error());
  }
  if (!there->has_value()) {
    return std::nullopt;
  }
  Result<std::string> text = read_file(file, settings_size_limit);
  return text ? std::optional(*std::move(text)) : report(text.error());
}

/// Only blank lines and comments: such a file marks the workspace, no more.
bool says_nothing(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#') {
      return false;
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return true;
}

/// Without a last `/`, so that one folder has one name.
std::filesystem::path folder(const std::filesystem::path& workspace, std::string_view written) {
  const std::filesystem::path path = (workspace / written).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

template <class Number>
std::optional<int> number_of(const std::optional<Number>& written) {
  return written ? std::optional(static_cast<int>(written->value)) : std::nullopt;
}

void put(std::string_view provider, const std::optional<AccountText>& text, Settings& settings) {
  if (text) {
    settings.accounts[std::string(provider)] = {
        number_of(text->at_once), number_of(text->per_minute), number_of(text->per_hour)};
  }
}

void put(IdentityRole role, const IdentityText::Id& id, Settings& settings) {
  if (id) {
    settings.identity.emplace(name_of(role), id->value);
    settings.identity_places.emplace(name_of(role), id->at);
  }
}

Settings settings_of(const SettingsText& said, const std::filesystem::path& workspace) {
  Settings settings;
  if (said.remote && said.remote->dir) {
    const Spanned<FolderText>& dir = *said.remote->dir;
    settings.remote = RemoteSetting{folder(workspace, dir.value.text), dir.at};
  }
  settings.public_uploads = said.uploads == UploadsText::may_be_public;
  put("gmi", said.accounts.gmi, settings);
  put("dashscope", said.accounts.dashscope, settings);
  put("heygen", said.accounts.heygen, settings);
  put("comfyui", said.accounts.comfyui, settings);
  put(IdentityRole::face_detector, said.identity.face_detector, settings);
  put(IdentityRole::face_embedding, said.identity.face_embedding, settings);
  put(IdentityRole::image_embedding, said.identity.image_embedding, settings);
  put(IdentityRole::speaker_embedding, said.identity.speaker_embedding, settings);
  return settings;
}

}  // namespace

AccountLimits Settings::limits_of(std::string_view provider, AccountLimits limits) const {
  const auto own = accounts.find(provider);
  if (own != accounts.end()) {
    limits.at_once = own->second.at_once.value_or(limits.at_once);
    limits.per_minute = own->second.per_minute.value_or(limits.per_minute);
    limits.per_hour = own->second.per_hour.value_or(limits.per_hour);
  }
  return limits;
}

Settings load_settings(const std::filesystem::path& workspace, SourceMap& sources,
                       Diagnostics& diags) {
  std::optional<std::string> text = read_text(workspace / settings_file, diags);
  if (!text || says_nothing(*text)) {
    return {};
  }
  const SourceId source = sources.add(settings_file, *std::move(text));
  const auto tree = parse_yaml(source, sources, diags);
  if (!tree) {
    return {};
  }
  Binder binder(diags);
  SettingsText said;
  Bind<SettingsText>::read(binder, tree->root(), said);
  return settings_of(said, workspace);
}

void check_identity(const Settings& settings, const IdentityCatalog& catalog, Diagnostics& diags) {
  for (const auto& [role, id] : settings.identity) {
    const IdentityModel* const model = catalog.find(id);
    const Span at = settings.identity_places.find(role)->second;
    if (model != nullptr && name_of(model->role) == role) {
      continue;
    }
    Diagnostic& mistake =
        model == nullptr
            ? diags.report(Code::unknown_model, fmt::format("unknown identity model '{}'", id))
                  .at(at, fmt::format("wanted is a {}", role))
            : diags.report(Code::unknown_model, fmt::format("'{}' is no {}", id, role))
                  .at(at, fmt::format("this is a {}", name_of(model->role)));
    std::vector<std::string> fitting;
    for (const IdentityModel& one : catalog.all()) {
      if (name_of(one.role) == role) {
        fitting.push_back(one.id);
      }
    }
    mistake.help_did_you_mean(id, fitting);
    if (mistake.helps.empty()) {
      mistake.help("'reshoot models list' shows the identity models by role");
    }
  }
}

}  // namespace reshoot
