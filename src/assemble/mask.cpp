// SPDX-License-Identifier: Apache-2.0
// Shapes with smooth edges, as coverage per pixel.

#include "assemble/mask.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "assemble/box_blur.h"

namespace reshoot {
namespace {

std::size_t index(int width, int x, int y) {
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
         static_cast<std::size_t>(x);
}

}  // namespace

Mask rounded_box(int width, int height, double radius) {
  Mask mask{width, height, std::vector<std::uint8_t>(index(width, 0, height))};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double dx = std::max({radius - (x + 0.5), x + 0.5 - (width - radius), 0.0});
      const double dy = std::max({radius - (y + 0.5), y + 0.5 - (height - radius), 0.0});
      const double cover =
          dx > 0 && dy > 0 ? std::clamp(radius - std::hypot(dx, dy) + 0.5, 0.0, 1.0) : 1.0;
      mask.px[index(width, x, y)] = static_cast<std::uint8_t>(std::lround(255 * cover));
    }
  }
  return mask;
}

Mask ellipse(int width, int height) {
  Mask mask{width, height, std::vector<std::uint8_t>(index(width, 0, height))};
  const double smooth = std::min(width, height) / 2.0;  // one pixel of the shorter axis
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double r = std::hypot((2 * x + 1.0) / width - 1, (2 * y + 1.0) / height - 1);
      mask.px[index(width, x, y)] = static_cast<std::uint8_t>(
          std::lround(255 * std::clamp((1 - r) * smooth + 0.5, 0.0, 1.0)));
    }
  }
  return mask;
}

Mask blurred(const Mask& mask, int radius) {
  const int edge = 3 * radius;
  Mask out{mask.width + 2 * edge, mask.height + 2 * edge, {}};
  out.px.resize(index(out.width, 0, out.height));
  for (int y = 0; y < mask.height; ++y) {
    std::copy_n(mask.px.begin() + static_cast<std::ptrdiff_t>(index(mask.width, 0, y)), mask.width,
                out.px.begin() + static_cast<std::ptrdiff_t>(index(out.width, edge, edge + y)));
  }
  box_blur(out.px.data(), out.width, out.height, 1, radius);
  return out;
}

}  // namespace reshoot
