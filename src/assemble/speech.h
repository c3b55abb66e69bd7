// SPDX-License-Identifier: Apache-2.0
#pragma once
// Short pieces of speech in memory: reading, trimming, levelling and laying them on a timeline.
// Pure.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace reshoot {

/// One channel, 16 bit.
struct Speech {
  std::int32_t rate = 22050;  ///< samples per second
  std::vector<std::int16_t> samples;

  [[nodiscard]] std::int64_t millis() const {
    return static_cast<std::int64_t>(samples.size()) * 1000 / rate;
  }
};

/// Reads a WAV of one 16-bit channel; a data length that is too large (a stream's header) means: to
/// the end. Error `corrupt`: anything else.
Result<Speech> speech_of_wav(std::string_view wav);

/// Takes silence off both ends.
void trim(Speech& speech);
/// Brings speech to one level: RMS -20 dBFS, no peak above -2 dBFS. Silence stays.
void level(Speech& speech);

/// Two channels, 16 bit, interleaved.
struct Timeline {
  std::int32_t rate = 22050;
  std::vector<std::int16_t> samples;
};
Timeline silent_timeline(std::int32_t rate, std::int64_t millis);

/// Adds `speech` from `begin_millis` on, `side` -1 left to 1 right; what lies beyond the end is cut
/// with a short fade.
void lay(Timeline& timeline, const Speech& speech, std::int64_t begin_millis, double side);

std::string wav_of(const Timeline& timeline);

}  // namespace reshoot
