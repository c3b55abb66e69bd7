// SPDX-License-Identifier: Apache-2.0
#pragma once
// Mel-frequency cepstral coefficients as librosa's defaults give them: what the speaker network was
// trained on.

#include <cstddef>
#include <span>
#include <vector>

#include "verify/sound_spectrum.h"

namespace reshoot {

constexpr std::size_t mfcc_count = 40;
constexpr std::size_t mfcc_hop = 512;  ///< samples from one frame to the next: 32 ms

/// Frames of `mfcc_count` coefficients, one after the other.
struct MfccFrames {
  std::vector<float> values;
  [[nodiscard]] std::size_t count() const { return values.size() / mfcc_count; }
  /// `count` frames from `begin` on.
  [[nodiscard]] std::span<const float> part(std::size_t begin, std::size_t count) const {
    return std::span(values).subspan(begin * mfcc_count, count * mfcc_count);
  }
};

/// Frames of 2048 samples every 512, centred and padded with zeros, periodic Hann window, 128
/// Slaney mel bands of 0 to 8 kHz, decibels down to 80 below the loudest, orthonormal DCT-II.
/// Immutable: several threads may use one.
class Mfcc {
 public:
  Mfcc();

  /// Of sound at `sound_rate`; `1 + samples / 512` frames.
  [[nodiscard]] MfccFrames of(std::span<const float> sound) const;

 private:
  /// A triangle over bins `first`, `first + 1`, ...
  struct Band {
    std::size_t first = 0;
    std::vector<double> weights;
  };

  [[nodiscard]] std::vector<double> decibels(std::span<const float> sound) const;

  RealFourier fourier_;
  std::vector<double> window_;
  std::vector<Band> bands_;
  std::vector<double> cosines_;  ///< mfcc_count rows of bands
};

}  // namespace reshoot
