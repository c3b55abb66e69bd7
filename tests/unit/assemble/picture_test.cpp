// SPDX-License-Identifier: Apache-2.0
#include "assemble/picture.h"

#include <doctest/doctest.h>

#include <cstdlib>

namespace reshoot {
namespace {

Picture filled(int width, int height, Color color, double opacity = 1) {
  Picture picture = blank(width, height);
  paint(picture, rounded_box(width, height, 0), 0, 0, color, opacity);
  return picture;
}

int channel(const Picture& picture, int x, int y, std::size_t c) {
  const int at = y * picture.width + x;
  return picture.rgba[4 * static_cast<std::size_t>(at) + c];
}

}  // namespace

TEST_CASE("resized: flat colour stays flat at any size") {
  const Picture picture = filled(37, 23, {200, 100, 30}, 0.5);
  for (const auto& [width, height] : {std::pair{1, 1}, {5, 90}, {37, 23}, {74, 46}, {11, 7}}) {
    const Picture out = resized(picture, width, height);
    CHECK(out.width == width);
    CHECK(out.height == height);
    for (std::size_t i = 0; i < out.rgba.size(); ++i) {
      CHECK(std::abs(out.rgba[i] - picture.rgba[i % 4]) <= 1);
    }
  }
}

TEST_CASE("resized: fine stripes become their mean, not noise") {
  Picture stripes = filled(64, 8, {0, 0, 0});
  for (int x = 0; x < 64; x += 2) {
    draw(stripes, filled(1, 8, {255, 255, 255}), x, 0);
  }
  const Picture out = resized(stripes, 16, 8);
  for (int x = 1; x < 15; ++x) {
    CHECK(std::abs(channel(out, x, 4, 0) - 127) <= 4);
  }
}

TEST_CASE("covering: fills the size and crops from the middle") {
  Picture picture = filled(30, 10, {10, 10, 10});
  draw(picture, filled(10, 10, {250, 0, 0}), 10, 0);
  const Picture out = covering(picture, 20, 20);
  CHECK(out.width == 20);
  CHECK(out.height == 20);
  CHECK(channel(out, 10, 10, 0) == 250);
  CHECK(channel(out, 2, 10, 0) > 200);
}

TEST_CASE("visible_area and cropped: what can be seen") {
  Picture picture = blank(30, 20);
  CHECK(visible_area(picture).width == 0);
  draw(picture, filled(5, 7, {1, 2, 3}), 11, 4);
  CHECK(visible_area(picture) == Area{11, 4, 5, 7});
  CHECK(cropped(picture, {11, 4, 5, 7}).rgba == filled(5, 7, {1, 2, 3}).rgba);
}

TEST_CASE("draw: clipped on every side") {
  for (const auto& [x, y] : {std::pair{-3, -3}, {8, 8}, {-3, 8}, {8, -3}, {-50, 0}, {0, 50}}) {
    Picture base = filled(10, 10, {0, 0, 0});
    draw(base, filled(5, 5, {255, 255, 255}), x, y);
    CHECK(channel(base, 5, 5, 0) == 0);
    CHECK(channel(base, 5, 5, 3) == 255);
  }
}

TEST_CASE("premultiply: colours become shares of alpha") {
  Picture picture{1, 1, {255, 128, 0, 128}};
  premultiply(picture);
  CHECK(picture.rgba == std::vector<std::uint8_t>{128, 64, 0, 128});
}

TEST_CASE("is_cutout: by the rim") {
  CHECK_FALSE(is_cutout(filled(10, 10, {9, 9, 9})));
  Picture picture = blank(10, 10);
  draw(picture, filled(4, 10, {9, 9, 9}), 3, 0);
  CHECK(is_cutout(picture));
}

}  // namespace reshoot
