// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pictures and vectors that tests draw.

#include <cmath>
#include <cstdint>
#include <vector>

#include "verify/picture.h"

namespace reshoot::test {

struct Colour {
  std::uint8_t blue = 0, green = 0, red = 0;
};

inline void fill(RgbPicture& picture, std::int32_t x, std::int32_t y, Size size, Colour colour) {
  for (std::int32_t row = y; row < y + size.height; ++row) {
    for (std::int32_t column = x; column < x + size.width; ++column) {
      auto* const pixel = &picture.bgr[3 * (static_cast<std::size_t>(row) *
                                                static_cast<std::size_t>(picture.size.width) +
                                            static_cast<std::size_t>(column))];
      pixel[0] = colour.blue;
      pixel[1] = colour.green;
      pixel[2] = colour.red;
    }
  }
}

inline RgbPicture plain(Size size, Colour colour) {
  RgbPicture picture;
  picture.size = size;
  picture.bgr.resize(3 * static_cast<std::size_t>(size.width) *
                     static_cast<std::size_t>(size.height));
  fill(picture, 0, 0, size, colour);
  return picture;
}

/// Of length 1, at this angle from the first axis: the cosine of two is that of their difference.
inline std::vector<float> direction(double degrees) {
  const double radians = degrees * M_PI / 180;
  return {static_cast<float>(std::cos(radians)), static_cast<float>(std::sin(radians))};
}

}  // namespace reshoot::test
