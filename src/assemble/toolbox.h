// SPDX-License-Identifier: Apache-2.0
#pragma once
// The programs and fonts that assembling needs, found once.

#include <filesystem>

namespace reshoot {

/// Absolute paths; all exist.
struct Toolbox {
  std::filesystem::path ffmpeg;
  std::filesystem::path ffprobe;
  std::filesystem::path espeak;
  std::filesystem::path fonts;  ///< folder with the fonts of the slate
};

}  // namespace reshoot
