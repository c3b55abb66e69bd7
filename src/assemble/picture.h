// SPDX-License-Identifier: Apache-2.0
#pragma once
// Still pictures in memory and the few operations that composing a stage needs. Pure.

#include <cstdint>
#include <vector>

#include "assemble/mask.h"

namespace reshoot {

struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};

/// Whole pixels, right and bottom exclusive by width and height.
struct Area {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  friend bool operator==(const Area&, const Area&) = default;
};

/// RGBA, 8 bit, colours multiplied by alpha. Rows from the top, without padding.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
};

/// A transparent picture.
Picture blank(int width, int height);

/// Colours that were not multiplied by alpha become so.
void premultiply(Picture& picture);

/// Scaled to a size of at least 1x1 with a triangle filter that is as wide as the step.
Picture resized(const Picture& picture, int width, int height);

/// The part of `picture` inside `area`, which lies within it.
Picture cropped(const Picture& picture, Area area);

/// Scaled and centrally cropped to cover the size whole.
Picture covering(const Picture& picture, int width, int height);

/// The smallest area that holds all that can be seen; empty where there is nothing.
Area visible_area(const Picture& picture);

/// Whether it is a cut-out: most of its outermost pixels can be seen through.
bool is_cutout(const Picture& picture);

/// Draws `top` over `base` with its top left corner at (x, y); parts outside are clipped.
void draw(Picture& base, const Picture& top, int x, int y);
/// Paints one colour through a mask, `opacity` 0 to 1.
void paint(Picture& base, const Mask& mask, int x, int y, Color color, double opacity);

/// Cuts the picture to the mask, which has its size.
void clip(Picture& picture, const Mask& mask);

/// Out of focus, as box_blur says.
Picture blurred(const Picture& picture, int radius);

}  // namespace reshoot
