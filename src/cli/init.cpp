// SPDX-License-Identifier: Apache-2.0
// The starter's text is what a new user reads first: short, true, and building as it is.

#include "cli/init.h"

#include <fmt/format.h>

#include <cctype>

#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view settings_text =
    "# Marks this folder as a reshoot workspace: campaigns/ and the store live here.\n"
    "reshoot: 1\n";

constexpr std::string_view ignored_text =
    "# reshoot: the store and the finished videos are made, and keys are secret: not kept in git\n"
    "/cache/\n"
    "/out/\n"
    "/.env\n";

std::string campaign_text(const std::string& name) {
  return fmt::format(R"(reshoot: 1
campaign: "{}"

# Every scene takes these unless it says otherwise. 'animatic' is built in, free and quick.
defaults: {{model: animatic, resolution: 720p, ratio: "16:9", fps: 30, seconds: 4}}

scenes:
  sunrise:
    prompt: A quiet harbour at sunrise, fishing boats at the quay; slow push in.
  market:
    prompt: Crates of fresh fish on the market stall, steam in the morning light; pan right.
    seconds: 5
  logo:
    prompt: The sign over the door comes into focus; rack focus, then static.

videos:
  launch:
    scenes: [sunrise, market, logo]

# To put somebody in front of the camera, add reference pictures beside this file:
#
# characters:
#   maya:
#     kind: person
#     description: a woman in her thirties, short dark hair, navy blazer
#     references:
#       - {{name: front, image: refs/maya-front.jpg}}
#
# and in a scene:
#
#     cast: [maya]
#     prompt: ${{maya}} waves from the quay; slow push in.
#     says:
#       - maya: Good morning!
)",
                     name);
}

Result<bool> write_if_missing(const fs::path& path, std::string_view text) {
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(path));
  if (there) {
    return false;
  }
  TRY(make_directories(path.parent_path()));
  TRY(write_file_atomically(path, text));
  return true;
}

/// Adds the lines that are not there yet.
Result<bool> extend_gitignore(const fs::path& path) {
  constexpr std::uint64_t cap = 1U << 20U;
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(path));
  std::string text;
  if (there) {
    TRY_ASSIGN(text, read_file(path, cap));
  }
  if (text.find("/cache/") != std::string::npos && text.find("/out/") != std::string::npos) {
    return false;
  }
  if (!text.empty() && text.back() != '\n') {
    text += '\n';
  }
  TRY(write_file_atomically(path, text.append(ignored_text)));
  return true;
}

}  // namespace

std::string campaign_name_from(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 && byte < 0x80) {
      name += static_cast<char>(std::tolower(byte));
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (!name.empty() && name.back() == '-') {
    name.pop_back();
  }
  return name.empty() || name == "draft" ? "campaign" : name.substr(0, 64);
}

Result<std::vector<std::string>> write_starter(const fs::path& directory) {
  std::error_code ignored;
  const fs::path root = fs::weakly_canonical(fs::absolute(directory, ignored), ignored);
  const std::string name = campaign_name_from(root.filename().string());
  const std::string campaign = fmt::format("campaigns/{}/campaign.yaml", name);
  TRY_ASSIGN(const bool made, write_if_missing(root / campaign, campaign_text(name)));
  if (!made) {
    return fail(ErrorKind::usage, fmt::format("'{}' is there already", campaign),
                "nothing was changed; 'reshoot build' builds it");
  }
  std::vector<std::string> written{campaign};
  TRY_ASSIGN(const bool settings, write_if_missing(root / "reshoot.yaml", settings_text));
  if (settings) {
    written.emplace_back("reshoot.yaml");
  }
  TRY_ASSIGN(const bool gitignore, extend_gitignore(root / ".gitignore"));
  if (gitignore) {
    written.emplace_back(".gitignore");
  }
  return written;
}

}  // namespace reshoot
