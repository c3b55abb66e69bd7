// SPDX-License-Identifier: Apache-2.0
#include "assemble/plate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace reshoot {
namespace {

Picture filled(int width, int height, Color color, double opacity = 1) {
  Picture picture = blank(width, height);
  paint(picture, rounded_box(width, height, 0), 0, 0, color, opacity);
  return picture;
}

constexpr Color white{255, 255, 255};

int luma(const VideoFrame& frame, int x, int y) {
  return frame.y.px[static_cast<std::size_t>(y * frame.y.width + x)];
}

/// Where a bright bar in a dark frame has its centre, in pixels.
double bar_centre(const VideoFrame& frame) {
  double sum = 0;
  double weighted = 0;
  for (int x = 0; x < frame.y.width; ++x) {
    const double light = luma(frame, x, 10) - 16;
    sum += light;
    weighted += light * (x + 0.5);
  }
  return weighted / sum;
}

}  // namespace

TEST_CASE("plate_of: BT.709, limited range") {
  struct Row {
    Color color;
    int y, u, v;
  };
  for (const Row& row : {
           Row{{0, 0, 0}, 16, 128, 128},
           Row{{255, 255, 255}, 235, 128, 128},
           Row{{255, 0, 0}, 63, 102, 240},
           Row{{0, 255, 0}, 173, 42, 26},
           Row{{0, 0, 255}, 32, 240, 118},
       }) {
    const Plate plate = plate_of(filled(3, 3, row.color), true, 1, 0, 0);
    CHECK(std::abs(plate.y.px[4] - row.y) <= 1);
    CHECK(std::abs(plate.u.px[0] - row.u) <= 1);
    CHECK(std::abs(plate.v.px[3] - row.v) <= 1);
  }
}

TEST_CASE("film: at rest a plate of density 1 comes out as it is") {
  Picture picture = filled(40, 20, {80, 80, 80});
  draw(picture, filled(10, 6, white), 12, 8);
  VideoFrame frame = black_frame(40, 20);
  const Plate plate = plate_of(picture, true, 1, 0, 0);
  film(plate, {20, 10, 1}, 256, frame);
  CHECK(frame.y.px == plate.y.px);
  CHECK(frame.u.px == plate.u.px);
}

TEST_CASE("film: moves by parts of a pixel without jumps") {
  Picture picture = blank(150, 30);
  draw(picture, filled(9, 30, white), 66, 0);
  for (const bool opaque : {true, false}) {
    if (opaque) {
      Picture ground = filled(150, 30, {0, 0, 0});
      draw(ground, picture, 0, 0);
      picture = ground;
    }
    const Plate plate = plate_of(picture, opaque, 1.5, 0, 0);
    for (int step = 0; step <= 40; ++step) {
      const double offset = step * 0.13;
      VideoFrame frame = black_frame(100, 20);
      film(plate, {50 + offset, 10, 1}, 256, frame);
      CHECK(bar_centre(frame) == doctest::Approx(47 - offset).epsilon(0.0012));
    }
  }
}

TEST_CASE("film: zoom magnifies about the centre of the view") {
  Picture picture = filled(100, 40, {0, 0, 0});
  draw(picture, filled(10, 40, white), 65, 0);
  VideoFrame frame = black_frame(100, 40);
  film(plate_of(picture, true, 1, 0, 0), {50, 20, 1.5}, 256, frame);
  CHECK(bar_centre(frame) == doctest::Approx(50 + 20 * 1.5).epsilon(0.005));
}

TEST_CASE("film: outside a cut-out the frame stays, inside it is covered by its share") {
  VideoFrame frame = black_frame(40, 20);
  film(plate_of(filled(10, 10, white, 0.5), false, 1, 15, 5), {20, 10, 1}, 256, frame);
  CHECK(luma(frame, 2, 2) == 16);
  CHECK(std::abs(luma(frame, 20, 10) - (16 + 235) / 2) <= 2);
  film(plate_of(filled(10, 10, white), false, 1, 15, 5), {20, 10, 1}, 128, frame);
  CHECK(luma(frame, 20, 10) > 170);
  film(plate_of(filled(10, 10, white), false, 1, 15, 5), {20, 10, 1}, 256, frame);
  CHECK(luma(frame, 20, 10) == 235);
}

TEST_CASE("film: any view of any plate stays in bounds") {
  for (const int width : {1, 2, 7, 33}) {
    for (const double x : {-500.0, 0.0, 3.3, 500.0}) {
      for (const double zoom : {0.1, 1.0, 9.0}) {
        VideoFrame frame = black_frame(31, 17);
        film(plate_of(filled(width, width, white), true, 1.5, 0, 0), {x, x, zoom}, 256, frame);
        CHECK(luma(frame, 30, 16) == 235);
        film(plate_of(filled(width, width, white), false, 1.5, 0, 0), {x, -x, zoom}, 200, frame);
        CHECK(frame.y.px.size() == 31 * 17);
      }
    }
  }
}

TEST_CASE("overlay and fill: clipped at the frame's edges") {
  VideoFrame frame = black_frame(20, 20);
  overlay(plate_of(filled(10, 10, white), false, 1, 0, 0), 16, 14, 256, frame);
  CHECK(luma(frame, 19, 19) == 235);
  CHECK(luma(frame, 15, 19) == 16);
  CHECK(luma(frame, 16, 13) == 16);
  fill(frame, {-4, 18, 8, 40}, white);
  CHECK(luma(frame, 3, 19) == 235);
  CHECK(luma(frame, 4, 19) == 16);
  CHECK(luma(frame, 0, 17) == 16);
}

}  // namespace reshoot
