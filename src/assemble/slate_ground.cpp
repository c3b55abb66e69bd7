// SPDX-License-Identifier: Apache-2.0
// What lies under the slate's text.

#include "assemble/slate_ground.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "assemble/slate.h"

namespace reshoot {
namespace {

constexpr Color dark{9, 10, 14};

int rounded(double value) {
  return static_cast<int>(std::lround(value));
}

/// The corners of a viewfinder's frame around `area`.
void draw_corners(Picture& picture, Area area, double unit) {
  const int line = std::max(1, static_cast<int>(std::lround(2 * unit)));
  const int arm = static_cast<int>(std::lround(44 * unit)) + 2;
  const Mask across{arm, line,
                    std::vector<std::uint8_t>(static_cast<std::size_t>(arm * line), 255)};
  const Mask down{line, arm, across.px};
  for (const bool right : {false, true}) {
    for (const bool low : {false, true}) {
      const int x = right ? area.x + area.width : area.x;
      const int y = low ? area.y + area.height : area.y;
      paint(picture, across, right ? x - arm : x, low ? y - line : y, {255, 255, 255}, 0.4);
      paint(picture, down, right ? x - line : x, low ? y - arm : y + line, {255, 255, 255}, 0.4);
    }
  }
}

/// Share of darkness at `y`: nothing at `top`, most from three quarters of the way to `end` on.
double ground_opacity(double y, double top, double end) {
  const double t = std::clamp((y - top) / (0.75 * (end - top)), 0.0, 1.0);
  return 0.84 * t * t * (3 - 2 * t);
}

/// The foot of the frame grows dark, so that white letters can be read on it.
void darken_foot(Picture& ground, const SlateLayout& s) {
  const double top = s.timecode.y - 90 * s.unit;
  for (int y = std::max(0, static_cast<int>(top)); y < ground.height; ++y) {
    const Mask row{ground.width, 1,
                   std::vector<std::uint8_t>(static_cast<std::size_t>(ground.width), 255)};
    paint(ground, row, 0, y, dark, ground_opacity(y, top, ground.height));
  }
}

void draw_tag_mark(Picture& ground, const SlateLayout& s, Color accent) {
  const int left = rounded(s.margin);
  const int top = rounded(s.tag_top + (s.tag_height - s.dot) / 2);
  const int width =
      rounded(s.text_left - s.margin + estimated_width(slate_tag) * s.tag_height + 18 * s.unit);
  const Mask shade = blurred(rounded_box(width, s.dot, s.dot / 2.0), s.dot);
  paint(ground, shade, left - 3 * s.dot, top - 3 * s.dot, dark, 0.45);
  paint(ground, ellipse(s.dot, s.dot), left, top, accent, 1);
}

void draw_prompt_rule(Picture& ground, const SlateLayout& s, std::size_t lines, Color accent) {
  const int width = std::max(2, rounded(3 * s.unit));
  const int height = rounded(s.prompt_height * (static_cast<double>(lines) - 0.16));
  paint(ground, rounded_box(width, height, width / 2.0), rounded(s.margin),
        rounded(s.timecode.y + s.prompt_height * 0.09), accent, 1);
}

}  // namespace

Picture slate_ground(Size frame, Color accent, std::size_t prompt_lines) {
  const SlateLayout s = slate_layout(frame);
  Picture ground = blank(frame.width, frame.height);
  if (prompt_lines == 0) {
    paint(ground, rounded_box(frame.width, frame.height, 0), 0, 0, dark, 0.40);
    const int aside = frame.width / 14;
    const int above = frame.height / 7;
    draw_corners(
        ground,
        {aside, above, frame.width - 2 * aside, s.timecode.y - above - rounded(70 * s.unit)},
        s.unit);
  }
  darken_foot(ground, s);
  if (prompt_lines > 0) {
    draw_prompt_rule(ground, s, prompt_lines, accent);
  }
  draw_tag_mark(ground, s, accent);
  return ground;
}

}  // namespace reshoot
