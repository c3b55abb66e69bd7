// SPDX-License-Identifier: Apache-2.0
// The blur behind shadows and lost focus.

#include "assemble/box_blur.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace reshoot {
namespace {

/// A running mean over 2 * radius + 1 samples `stride` apart; samples beyond the ends repeat.
void box_blur_line(std::uint8_t* line, int count, std::size_t stride, int radius,
                   std::vector<std::uint8_t>& copy) {
  copy.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    copy[static_cast<std::size_t>(i)] = line[static_cast<std::size_t>(i) * stride];
  }
  const auto at = [&](int i) {
    return static_cast<int>(copy[static_cast<std::size_t>(std::clamp(i, 0, count - 1))]);
  };
  const int size = 2 * radius + 1;
  int sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    sum += at(i);
  }
  for (int i = 0; i < count; ++i) {
    line[static_cast<std::size_t>(i) * stride] = static_cast<std::uint8_t>((sum + size / 2) / size);
    sum += at(i + radius + 1) - at(i - radius);
  }
}

}  // namespace

void box_blur(std::uint8_t* px, int width, int height, int channels, int radius) {
  std::vector<std::uint8_t> copy;
  const auto step = static_cast<std::size_t>(channels);
  const std::size_t row = step * static_cast<std::size_t>(width);
  for (int pass = 0; pass < 3; ++pass) {
    for (std::size_t c = 0; c < step; ++c) {
      for (int y = 0; y < height; ++y) {
        box_blur_line(px + row * static_cast<std::size_t>(y) + c, width, step, radius, copy);
      }
      for (int x = 0; x < width; ++x) {
        box_blur_line(px + step * static_cast<std::size_t>(x) + c, height, row, radius, copy);
      }
    }
  }
}

}  // namespace reshoot
