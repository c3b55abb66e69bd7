// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shapes with smooth edges, as coverage per pixel. Pure.

#include <cstdint>
#include <vector>

namespace reshoot {

/// Coverage per pixel: 0 nothing, 255 whole. Rows from the top, without padding.
struct Mask {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> px;
};

/// A filled rectangle with smooth round corners.
Mask rounded_box(int width, int height, double radius);
/// A filled ellipse that touches all four sides.
Mask ellipse(int width, int height);
/// Three box blurs, close to a Gaussian of standard deviation `radius`; the mask grows by `3 *
/// radius` on each side.
Mask blurred(const Mask& mask, int radius);

}  // namespace reshoot
