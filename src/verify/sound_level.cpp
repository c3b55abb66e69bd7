// SPDX-License-Identifier: Apache-2.0

#include "verify/sound_level.h"

#include <algorithm>
#include <cmath>

namespace reshoot {
namespace {

constexpr double quietest = -120;
constexpr double silent_below = -60;
constexpr std::size_t block_size = 512;
constexpr float full_scale = 0.98F;

}  // namespace

double level_of(std::span<const float> sound) {
  double square = 0;
  for (const float value : sound) {
    square += static_cast<double>(value) * value;
  }
  const double mean = sound.empty() ? 0 : square / static_cast<double>(sound.size());
  return mean > 0 ? std::max(10 * std::log10(mean), quietest) : quietest;
}

std::vector<float> at_level(std::span<const float> sound, double decibels) {
  const double now = level_of(sound);
  const auto gain =
      static_cast<float>(now > quietest ? std::pow(10.0, (decibels - now) / 20) : 1.0);
  std::vector<float> scaled(sound.begin(), sound.end());
  for (float& value : scaled) {
    value *= gain;
  }
  return scaled;
}

SoundFaults faults_of(std::span<const float> sound) {
  if (sound.empty()) {
    return {};
  }
  std::size_t silent = 0;
  for (std::size_t begin = 0; begin < sound.size(); begin += block_size) {
    const auto block = sound.subspan(begin, std::min(block_size, sound.size() - begin));
    silent += level_of(block) < silent_below ? block.size() : 0;
  }
  const auto clipped = std::count_if(sound.begin(), sound.end(),
                                     [](float value) { return std::abs(value) >= full_scale; });
  const auto all = static_cast<float>(sound.size());
  return {static_cast<float>(silent) / all, static_cast<float>(clipped) / all};
}

}  // namespace reshoot
