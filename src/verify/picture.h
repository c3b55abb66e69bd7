// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pixels in memory: 8 bits each of blue, green and red. Every picture that is looked at comes as
// one of these.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/units.h"

namespace reshoot {

/// Looks at pixels that something else owns.
struct PictureView {
  const std::uint8_t* bgr = nullptr;  ///< of the pixel at the top left
  Size size;
  std::size_t stride = 0;  ///< bytes from one row to the next
};

struct RgbPicture {
  Size size;
  std::vector<std::uint8_t> bgr;  ///< rows without padding

  [[nodiscard]] PictureView view() const {
    return {bgr.data(), size, 3 * static_cast<std::size_t>(size.width)};
  }
};

}  // namespace reshoot
