// SPDX-License-Identifier: Apache-2.0
#pragma once
// Frames of a clip, or a still picture, one after the other out of one decode by ffmpeg. Holds some
// seconds of sheets (32 MiB, at least one); any bytes are answered.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "base/cancel.h"
#include "base/media_type.h"
#include "base/result.h"
#include "media/ffmpeg.h"
#include "media/probe.h"
#include "verify/picture.h"

namespace reshoot {

/// How densely a clip is looked at.
struct Sampling {
  std::int32_t per_second = 4;  ///< frames in full
  std::int32_t thumbs = 6;      ///< from one sample to the next, the sample included; 0: stills
  std::int32_t longest_side = 1280;
  std::int64_t max_samples = 2400;  ///< ten minutes at 4 per second
};

struct Thumb {
  std::int64_t time_ms = 0;
  PictureView picture;
};

/// Valid during the call that hands it over. Times count from the first frame.
struct SampledFrame {
  std::int64_t time_ms = 0;
  PictureView picture;
  std::vector<Thumb> thumbs;  ///< in order, the first at time_ms; empty where none were asked for
};

struct FramesRead {
  std::int64_t samples = 0;
  bool more = false;  ///< the clip has more than max_samples
};

/// What is in `picture` (facts.picture of the probe) decides how it is decoded: rotated upright,
/// square pixels, at most `longest_side`. A clip without a decodable frame gives 0 samples. Errors:
/// `corrupt` (cannot be decoded at all), `environment`, `transient` (timed out), `cancelled`.
Result<FramesRead> read_frames(const std::filesystem::path& path, MediaType type,
                               const PictureFacts& picture, const Sampling& sampling,
                               const Tools& tools, const Cancel& cancel,
                               const std::function<void(const SampledFrame&)>& take);

/// A still picture, upright. Errors likewise; a file that holds no picture is `corrupt`.
Result<RgbPicture> read_picture(const std::filesystem::path& path, MediaType type,
                                std::int32_t longest_side, const Tools& tools,
                                const Cancel& cancel);

}  // namespace reshoot
