// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether a clip shows anything and whether it moves: shares of black and of repeated samples.

#include <cstdint>
#include <vector>

#include "verify/picture.h"

namespace reshoot {

/// Hardly any pixel is brighter than the darkest grey.
bool is_black(const PictureView& picture);
/// Of two pictures of one size: no pixel differs by more than a decoder's rounding.
bool is_repeated(const PictureView& before, const PictureView& now);

/// Feed it one thumbnail per sample, in order.
class StillWatch {
 public:
  void add(const PictureView& thumb);
  /// Shares of the samples so far, 0 to 1.
  [[nodiscard]] float black() const { return share(black_); }
  [[nodiscard]] float frozen() const { return share(frozen_); }

 private:
  [[nodiscard]] float share(std::int64_t part) const {
    return count_ == 0 ? 0 : static_cast<float>(part) / static_cast<float>(count_);
  }

  RgbPicture last_;
  std::int64_t count_ = 0, black_ = 0, frozen_ = 0;
};

}  // namespace reshoot
