// SPDX-License-Identifier: Apache-2.0
#pragma once
// The index of a plain MP4, read here: starting ffprobe costs a hundred times as much, and most
// clips need no more.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/units.h"
#include "media/probe.h"

namespace reshoot {

/// As PictureFacts has it.
struct PlainPicture {
  Size size;  ///< coded and shown
  Rate average_rate;
  StreamTime time;  ///< its start is left at 0
};

/// What ffprobe would say.
struct PlainClip {
  std::int64_t frames = 0;  ///< of the first stream of pictures, at least 1
  bool has_sound = false;
  /// nullopt: the pictures are no H.264, are turned, have wide pixels or the like, so that a
  /// decoder has to say. Parameter sets among the pictures, which `avc1` forbids, are not looked
  /// for.
  std::optional<PlainPicture> picture;
};

/// nullopt: no plain MP4, so ffprobe has to look. Plain is a file with one index, no fragments, one
/// known codec per stream, all samples within the file, and an edit that cuts no picture off.
/// Errors: `environment` (it cannot be read).
Result<std::optional<PlainClip>> read_plain_clip(const std::filesystem::path& path);

/// The same, given the body of the box `moov` and the size of the file. Pure; any bytes are
/// answered.
std::optional<PlainClip> read_plain_clip(std::string_view movie, std::uint64_t file_size);

}  // namespace reshoot
