// SPDX-License-Identifier: Apache-2.0
#pragma once
// How loud sound is. Decibels are relative to full scale.

#include <cstddef>
#include <span>
#include <vector>

namespace reshoot {

/// Root mean square in dB; -120 for silence and for no samples.
double level_of(std::span<const float> sound);

/// The same sound with a level of `decibels`. Silence stays as it is.
std::vector<float> at_level(std::span<const float> sound, double decibels);

/// Shares of the whole, 0 to 1.
struct SoundFaults {
  float silent = 0;   ///< blocks of 32 ms below -60 dB
  float clipped = 0;  ///< samples at full scale; within 2 %, since resampling and lossy coding
                      ///< ripple flat tops by that much
};
SoundFaults faults_of(std::span<const float> sound);

}  // namespace reshoot
