// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keeps peaks, also those between samples, under a ceiling without audible distortion. Looks ahead
// 5 ms and gives each frame back in its place. Knows nothing of files.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "assemble/sound.h"

namespace reshoot {

/// Applies a gain, then lowers what would pass the ceiling. One use: push..., then finish.
class Limiter {
 public:
  /// `gain` and `ceiling` are factors, not decibels.
  Limiter(double gain, double ceiling);

  /// Takes whole frames and appends to `out` those that are done.
  void push(std::span<const float> samples, std::vector<float>& out);
  /// Appends the rest: `out` got as many frames as were pushed.
  void finish(std::vector<float>& out);

 private:
  static constexpr std::size_t slots = 512;  ///< ring size: a power of two above the latency
  using Frame = std::array<float, sound_channels>;

  /// The factor that brings the newest frame and the curve just before it under the ceiling.
  [[nodiscard]] double factor_needed() const;
  /// The smallest of the factors in the window that ends with the newest frame.
  double smallest_factor(double newest);
  void take(const Frame& frame, std::vector<float>& out);

  double gain_;
  double ceiling_;
  std::int64_t now_ = -1;  ///< index of the newest frame
  std::array<Frame, slots> frames_{};
  std::int64_t last_hot_ =
      -static_cast<std::int64_t>(slots);  ///< newest frame that can have a peak beside it

  /// Queue of factors that are smaller than all after them.
  struct Low {
    std::int64_t at = 0;
    double factor = 1;
  };
  std::array<Low, slots> lows_{};
  std::size_t lows_begin_ = 0;
  std::size_t lows_end_ = 0;

  double held_ = 1;                         ///< smallest factor, let go slowly
  std::array<double, slots> reductions_{};  ///< 1 - held, to be averaged
  double reduction_sum_ = 0;
};

}  // namespace reshoot
