// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one form that sound has between decoding and encoding: 48 kHz, stereo, interleaved floats
// with full scale at 1.

#include <cstddef>
#include <cstdint>

#include "base/units.h"

namespace reshoot {

constexpr std::int64_t sound_rate = 48'000;  ///< frames (a sample of each channel) per second
constexpr std::size_t sound_channels = 2;

/// The first sound frame at or after which picture `frame` starts, rounded to the nearest. Taken
/// from the start of the whole, so that roundings never add up.
constexpr std::int64_t sound_position(std::int64_t frame, Rate fps) {
  const std::int64_t scaled = frame * sound_rate * fps.den;
  return (scaled + fps.num / 2) / fps.num;
}

}  // namespace reshoot
