// SPDX-License-Identifier: Apache-2.0
#pragma once
// The programs and fonts that assembling needs, found once.

#include <filesystem>

#include "media/ffmpeg.h"

namespace reshoot {

/// All paths are absolute and exist.
struct Toolbox {
  Tools tools;
  std::filesystem::path fonts;  ///< folder with the fonts of the slate
};

}  // namespace reshoot
