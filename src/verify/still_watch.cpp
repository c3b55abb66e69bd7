// SPDX-License-Identifier: Apache-2.0
#include "verify/still_watch.h"

#include <algorithm>
#include <cstdlib>

namespace reshoot {
namespace {

constexpr std::size_t pixel_bytes = 3;

std::size_t row_bytes(const PictureView& picture) {
  return pixel_bytes * static_cast<std::size_t>(picture.size.width);
}

const std::uint8_t* row_of(const PictureView& picture, std::int32_t y) {
  return picture.bgr + static_cast<std::size_t>(y) * picture.stride;
}

}  // namespace

bool is_black(const PictureView& picture) {
  constexpr std::uint8_t darkest_grey = 32;
  constexpr std::int64_t one_in = 50;  // a logo or noise may be brighter
  std::int64_t bright = 0;
  for (std::int32_t y = 0; y < picture.size.height; ++y) {
    const std::uint8_t* const row = row_of(picture, y);
    for (const std::uint8_t* pixel = row; pixel != row + row_bytes(picture); pixel += pixel_bytes) {
      bright += std::max({pixel[0], pixel[1], pixel[2]}) > darkest_grey ? 1 : 0;
    }
  }
  return bright * one_in <= std::int64_t{picture.size.width} * picture.size.height;
}

bool is_repeated(const PictureView& before, const PictureView& now) {
  constexpr int rounding = 2;
  for (std::int32_t y = 0; y < now.size.height; ++y) {
    const std::uint8_t* const row = row_of(now, y);
    const bool same = std::equal(row, row + row_bytes(now), row_of(before, y),
                                 [](int a, int b) { return std::abs(a - b) <= rounding; });
    if (!same) {
      return false;
    }
  }
  return true;
}

void StillWatch::add(const PictureView& thumb) {
  ++count_;
  black_ += is_black(thumb) ? 1 : 0;
  const bool comparable = last_.size == thumb.size;
  frozen_ += comparable && is_repeated(last_.view(), thumb) ? 1 : 0;
  last_.size = thumb.size;
  last_.bgr.clear();
  for (std::int32_t y = 0; y < thumb.size.height; ++y) {
    const std::uint8_t* const row = row_of(thumb, y);
    last_.bgr.insert(last_.bgr.end(), row, row + row_bytes(thumb));
  }
}

}  // namespace reshoot
