// SPDX-License-Identifier: Apache-2.0
#pragma once
// A part of one frame as a small JPEG, for people to look at.

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/cancel.h"
#include "base/media_type.h"
#include "base/result.h"
#include "base/units.h"
#include "media/ffmpeg.h"

namespace reshoot {

struct StillRequest {
  std::filesystem::path file;
  MediaType type = MediaType::unknown;  ///< a picture or a video
  std::int64_t time_ms = 0;             ///< videos: the frame that is shown then
  /// In pixels of the shown frame, cut to the frame; of no width: the whole frame.
  std::int32_t x = 0, y = 0, width = 0, height = 0;
  std::int32_t lines = 160;  ///< height of the JPEG
};

/// The bytes of a JPEG file. Errors: `corrupt` where there is no such frame, else as run_ffmpeg().
Result<std::string> still_jpeg(const StillRequest& request, const Tools& tools,
                               const Cancel& cancel);

}  // namespace reshoot
