// SPDX-License-Identifier: Apache-2.0
#pragma once
// Test sounds with known properties.

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

#include "assemble/sound.h"

namespace reshoot {

/// The same sine on both channels. `amplitude` 1 is full scale.
inline std::vector<float> sine(double hertz, double amplitude, double seconds, double phase = 0) {
  const auto frames = static_cast<std::size_t>(seconds * static_cast<double>(sound_rate));
  std::vector<float> samples;
  samples.reserve(frames * sound_channels);
  for (std::size_t i = 0; i < frames; ++i) {
    const double at = static_cast<double>(i) / static_cast<double>(sound_rate);
    const auto value =
        static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hertz * at + phase));
    samples.insert(samples.end(), sound_channels, value);
  }
  return samples;
}

/// White noise with rare loud clicks: a limiter has much to do.
inline std::vector<float> spiky_noise(double seconds, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto frames = static_cast<std::size_t>(seconds * static_cast<double>(sound_rate));
  std::vector<float> samples;
  for (std::size_t i = 0; i < frames; ++i) {
    const float scale = random() % 2000 == 0 ? 0.9F : 0.05F;
    for (std::size_t channel = 0; channel < sound_channels; ++channel) {
      samples.push_back(scale * (static_cast<float>(random() % 2001) / 1000.0F - 1));
    }
  }
  return samples;
}

}  // namespace reshoot
