// SPDX-License-Identifier: Apache-2.0
// The definitions are those of librosa 0.11 (feature.mfcc, filters.mel, power_to_db), written anew.

#include "verify/mfcc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "verify/sound_reader.h"

namespace reshoot {
namespace {

constexpr std::size_t frame_size = 2048;
constexpr std::size_t band_count = 128;
constexpr double smallest_power = 1e-10;
constexpr double deepest_decibels = 80;  ///< below the loudest band of the whole sound

/// Slaney's scale (Auditory Toolbox): straight up to 1 kHz, then 27 steps for a factor of 6.4.
double hertz_of_mel(double mel) {
  constexpr double hertz_per_mel = 200.0 / 3;
  constexpr double straight_hertz = 1000;
  constexpr double straight_mel = straight_hertz / hertz_per_mel;
  if (mel < straight_mel) {
    return mel * hertz_per_mel;
  }
  return straight_hertz * std::exp(std::log(6.4) / 27 * (mel - straight_mel));
}

/// The mel of half of 16 kHz.
double highest_mel() {
  return 15 + std::log(8.0) / (std::log(6.4) / 27);
}
static_assert(sound_rate == 16'000);

/// Corners of the triangles, evenly spaced in mel.
std::array<double, band_count + 2> corners() {
  std::array<double, band_count + 2> hertz{};
  for (std::size_t i = 0; i < hertz.size(); ++i) {
    hertz[i] = hertz_of_mel(highest_mel() * static_cast<double>(i) / (band_count + 1));
  }
  return hertz;
}

std::vector<double> dct_rows() {
  std::vector<double> rows;
  for (std::size_t k = 0; k < mfcc_count; ++k) {
    const double scale = std::sqrt((k == 0 ? 1.0 : 2.0) / band_count);
    for (std::size_t n = 0; n < band_count; ++n) {
      const double angle =
          std::numbers::pi * static_cast<double>(k) * (static_cast<double>(n) + 0.5) / band_count;
      rows.push_back(scale * std::cos(angle));
    }
  }
  return rows;
}

}  // namespace

Mfcc::Mfcc() : fourier_(frame_size), window_(hann_window(frame_size)), cosines_(dct_rows()) {
  const auto hertz = corners();
  constexpr double hertz_per_bin = static_cast<double>(sound_rate) / frame_size;
  for (std::size_t band = 0; band < band_count; ++band) {
    const double low = hertz[band];
    const double top = hertz[band + 1];
    const double high = hertz[band + 2];
    Band triangle;
    triangle.first = static_cast<std::size_t>(std::ceil(low / hertz_per_bin));
    for (std::size_t bin = triangle.first; bin < fourier_.bins(); ++bin) {
      const double at = static_cast<double>(bin) * hertz_per_bin;
      if (at > high) {
        break;
      }
      const double height = std::min((at - low) / (top - low), (high - at) / (high - top));
      triangle.weights.push_back(std::max(height, 0.0) * 2 / (high - low));  // equal areas
    }
    bands_.push_back(std::move(triangle));
  }
}

std::vector<double> Mfcc::decibels(std::span<const float> sound) const {
  const std::size_t frames = 1 + sound.size() / mfcc_hop;
  std::vector<double> levels;
  levels.reserve(frames * band_count);
  std::vector<double> frame(frame_size);
  Spectrum spectrum;
  for (std::size_t number = 0; number < frames; ++number) {
    const std::size_t begin = number * mfcc_hop;  // of the frame, in sound padded by half a frame
    for (std::size_t i = 0; i < frame_size; ++i) {
      const std::size_t at = begin + i;
      const bool inside = at >= frame_size / 2 && at - frame_size / 2 < sound.size();
      frame[i] = inside ? window_[i] * static_cast<double>(sound[at - frame_size / 2]) : 0;
    }
    fourier_.transform(frame, spectrum);
    for (const Band& band : bands_) {
      double sum = 0;
      for (std::size_t i = 0; i < band.weights.size(); ++i) {
        sum += band.weights[i] * spectrum.power(band.first + i);
      }
      levels.push_back(10 * std::log10(std::max(sum, smallest_power)));
    }
  }
  const double floor = *std::max_element(levels.begin(), levels.end()) - deepest_decibels;
  for (double& level : levels) {
    level = std::max(level, floor);
  }
  return levels;
}

MfccFrames Mfcc::of(std::span<const float> sound) const {
  const std::vector<double> levels = decibels(sound);
  MfccFrames frames;
  frames.values.reserve(levels.size() / band_count * mfcc_count);
  for (std::size_t begin = 0; begin < levels.size(); begin += band_count) {
    for (std::size_t row = 0; row < cosines_.size(); row += band_count) {
      double sum = 0;
      for (std::size_t n = 0; n < band_count; ++n) {
        sum += cosines_[row + n] * levels[begin + n];
      }
      frames.values.push_back(static_cast<float>(sum));
    }
  }
  return frames;
}

}  // namespace reshoot
