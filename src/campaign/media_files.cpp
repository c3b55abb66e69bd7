// SPDX-License-Identifier: Apache-2.0
// Links are resolved before anything is believed about where a file lies.

#include "campaign/media_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>

#include "base/files.h"
#include "base/text.h"

namespace reshoot {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t candidates_limit = 1000;  // names of a folder that a hint looks at

bool fits(MediaType type, WantedMedia wanted) {
  switch (wanted) {
    case WantedMedia::picture:
      return is_image(type);
    case WantedMedia::clip:
      return is_video(type);
    case WantedMedia::picture_or_clip:
      return is_image(type) || is_video(type);
    case WantedMedia::sound:
      return is_audio(type);
    case WantedMedia::any_file:
      return true;
  }
  return false;
}

struct MediaWords {
  std::string_view noun;
  std::string_view formats;
};

MediaWords words_for(WantedMedia wanted) {
  switch (wanted) {
    case WantedMedia::picture:
      return {"a picture", "pictures are PNG, JPEG or WebP"};
    case WantedMedia::clip:
      return {"a clip", "clips are MP4 or MOV"};
    case WantedMedia::picture_or_clip:
      return {"a picture or a clip", "pictures are PNG, JPEG or WebP, clips are MP4 or MOV"};
    case WantedMedia::sound:
      return {"a sound", "sounds are WAV, FLAC, MP3 or M4A"};
    case WantedMedia::any_file:
      return {"a file", "files of all formats are taken"};
  }
  return {};
}

}  // namespace

MediaFiles::MediaFiles(const CampaignPlace& place, bool look, Diagnostics& diags)
    : workspace_(place.workspace.lexically_normal()),
      folder_(place.file.parent_path().lexically_normal()),
      look_(look),
      diags_(diags) {
  if (look_) {
    std::error_code none;  // what cannot be resolved is reported file by file
    const fs::path folder = fs::canonical(folder_, none);
    folder_ = none ? folder_ : folder;
    const fs::path workspace = fs::canonical(workspace_, none);
    workspace_ = none ? workspace_ : workspace;
  }
}

std::optional<MediaFile> MediaFiles::find(std::string_view written, Span at, WantedMedia wanted) {
  auto known = seen_.find(written);
  if (known == seen_.end()) {
    known = seen_.emplace(std::string(written), look_at(written)).first;
  }
  const Found& found = known->second;
  if (found.problem != Problem::none) {
    report(found, written, at);
    return std::nullopt;
  }
  if (look_ && !fits(found.type, wanted)) {
    report_wrong_media(found, written, at, wanted);
    return std::nullopt;
  }
  return MediaFile{std::string(written), found.path, found.type, at, found.figures};
}

bool MediaFiles::in_workspace(const fs::path& path) const {
  const auto [end, ignored] =
      std::mismatch(workspace_.begin(), workspace_.end(), path.begin(), path.end());
  return end == workspace_.end();
}

MediaFiles::Found MediaFiles::look_at(std::string_view written) {
  Found found;
  found.path = (folder_ / written).lexically_normal();
  if (!in_workspace(found.path)) {
    found.problem = Problem::outside;
    return found;
  }
  if (!look_) {
    return found;
  }
  std::error_code error;
  const fs::path resolved = fs::canonical(folder_ / written, error);
  if (error) {
    const bool missing =
        error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
    found.problem = missing ? Problem::missing : Problem::unreadable;
    if (missing && fs::is_symlink(folder_ / written, error)) {
      found.note = "it is a link to a file that is not there";
    } else if (missing) {
      explain_missing(found);
    } else {
      found.note = error.message();
    }
    return found;
  }
  found.path = resolved;
  if (!in_workspace(resolved)) {
    found.problem = Problem::outside_by_link;
    return found;
  }
  const auto stat = stat_file(resolved);
  if (!stat || !*stat || !(*stat)->is_file) {
    const bool folder = stat && *stat && (*stat)->is_directory;
    found.problem = folder ? Problem::folder : Problem::unreadable;
    found.note = stat ? "it must be a regular file" : stat.error().message;
    return found;
  }
  const auto head = read_head(resolved, sniff_size);
  if (!head) {
    found.problem = Problem::unreadable;
    found.note = head.error().message;
    return found;
  }
  found.type = sniff(*head);
  if (found.type == MediaType::unknown) {
    const std::string_view other = unsupported_format(*head);
    found.looks_like = head->empty()   ? "it is empty"
                       : other.empty() ? "its bytes are of no format that is known here"
                                       : fmt::format("its bytes are those of {}", other);
  } else {
    found.figures = measure(resolved, found.type);
  }
  return found;
}

void MediaFiles::explain_missing(Found& found) {
  if (--explanations_left_ < 0) {
    return;
  }
  std::error_code error;
  std::vector<std::string> names;
  const fs::path folder = found.path.parent_path();
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    names.push_back(entry.path().filename().string());
    if (names.size() == candidates_limit) {
      break;
    }
  }
  if (error) {
    found.note =
        fmt::format("the folder '{}' does not exist", folder.lexically_relative(folder_).string());
    return;
  }
  std::sort(names.begin(), names.end());
  if (const auto near = closest(found.path.filename().string(), names)) {
    found.help =
        fmt::format("did you mean '{}'?", (folder / *near).lexically_relative(folder_).string());
  } else {
    found.note = "paths begin at the folder of this file";
  }
}

void MediaFiles::report(const Found& found, std::string_view written, Span at) {
  const std::string name(ellipsize(written, 80));
  Diagnostic& d = [&]() -> Diagnostic& {
    switch (found.problem) {
      case Problem::missing:
        return diags_.report(Code::missing_file, fmt::format("there is no file '{}'", name)).at(at);
      case Problem::outside:
      case Problem::outside_by_link:
        return diags_
            .report(Code::outside_workspace, fmt::format("'{}' leads outside the workspace", name))
            .at(at, found.problem == Problem::outside_by_link ? "by a link" : "")
            .help("copy the file into the workspace, so that every clone has it");
      case Problem::folder:
        return diags_.report(Code::unreadable_file, fmt::format("'{}' is a folder", name))
            .at(at)
            .help("name a file in it");
      case Problem::unreadable:
      case Problem::none:
        break;
    }
    return diags_.report(Code::unreadable_file, fmt::format("'{}' cannot be read", name)).at(at);
  }();
  if (!found.note.empty()) {
    d.note(found.note);
  }
  if (!found.help.empty()) {
    d.help(found.help);
  }
}

void MediaFiles::report_wrong_media(const Found& found, std::string_view written, Span at,
                                    WantedMedia wanted) {
  const MediaWords words = words_for(wanted);
  const std::string label = found.type == MediaType::unknown
                                ? found.looks_like
                                : fmt::format("its bytes are those of {}", name_of(found.type));
  Diagnostic& d = diags_
                      .report(Code::wrong_media,
                              fmt::format("'{}' is not {}", ellipsize(written, 80), words.noun))
                      .at(at, label)
                      .note(std::string(words.formats));
  if (wanted == WantedMedia::picture && is_video(found.type)) {
    d.help("a reference that moves is named with 'video:'");
  } else if (wanted == WantedMedia::clip && is_image(found.type)) {
    d.help("a reference that stands still is named with 'image:'");
  }
}

}  // namespace reshoot
