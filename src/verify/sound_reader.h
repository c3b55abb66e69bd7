// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decodes the sound of a file to what speech is measured on: one channel of 16 kHz.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/cancel.h"
#include "base/media_type.h"
#include "base/result.h"
#include "media/ffmpeg.h"

namespace reshoot {

constexpr std::int64_t sound_rate = 16'000;  ///< samples per second

/// More of a file is not listened to.
constexpr std::int64_t longest_sound_seconds = 600;

/// Samples of about -1 to 1, all finite; the first is at 0 ms of the file's clock.
struct Sound {
  std::vector<float> samples;
  bool cut = false;  ///< the file has more than `longest_sound_seconds`
};

/// The file's first stream of sound, its channels mixed; times without sound are silence. nullopt:
/// it has none. Errors: `corrupt` (cannot be decoded), `environment`, `transient` (timed out),
/// `cancelled`.
Result<std::optional<Sound>> read_sound(const std::filesystem::path& path, MediaType type,
                                        const Tools& tools, const Cancel& cancel);

}  // namespace reshoot
