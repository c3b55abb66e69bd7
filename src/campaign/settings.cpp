// SPDX-License-Identifier: Apache-2.0
// The field tables of `reshoot.yaml`. A new setting is one member and one row here.

#include "campaign/settings.h"

#include <array>
#include <string_view>

#include "base/files.h"
#include "campaign/language_version.h"
#include "yaml/bind.h"
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

struct SettingsText {
  LanguageVersion version;
  std::optional<RemoteText> remote;
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
struct Table<SettingsText> {
  using T = SettingsText;
  static constexpr std::string_view name = "settings";
  static constexpr std::string_view noun = "the settings of a workspace";
  static constexpr std::array fields{
      field<&T::version>("reshoot", "Version of this language: 1.", {.required = true}),
      field<&T::remote>("remote", "Where takes are shared."),
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

}  // namespace

Settings load_settings(const std::filesystem::path& workspace, SourceMap& sources,
                       Diagnostics& diags) {
  Settings settings;
  std::optional<std::string> text = read_text(workspace / settings_file, diags);
  if (!text || says_nothing(*text)) {
    return settings;
  }
  const SourceId source = sources.add(settings_file, *std::move(text));
  const auto tree = parse_yaml(source, sources, diags);
  if (!tree) {
    return settings;
  }
  Binder binder(diags);
  SettingsText said;
  Bind<SettingsText>::read(binder, tree->root(), said);
  if (said.remote && said.remote->dir) {
    const Spanned<FolderText>& dir = *said.remote->dir;
    settings.remote = RemoteSetting{folder(workspace, dir.value.text), dir.at};
  }
  return settings;
}

}  // namespace reshoot
