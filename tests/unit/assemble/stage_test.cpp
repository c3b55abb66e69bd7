// SPDX-License-Identifier: Apache-2.0
#include "assemble/stage.h"

#include <doctest/doctest.h>

#include <set>

namespace reshoot {

TEST_CASE("stage_of: the seed decides, and seeds that follow one another look different") {
  CHECK(paint_stage(stage_of(7), 64, 36, 2, 2).rgba == paint_stage(stage_of(7), 64, 36, 2, 2).rgba);
  std::set<int> walls;
  std::set<int> kinds;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Stage stage = stage_of(seed);
    walls.insert(stage.palette.wall_top.red);
    kinds.insert(stage.panes);
    CHECK(stage.light_x > 0.1);
    CHECK(stage.light_x < 0.9);
  }
  CHECK(walls.size() == 8);
  CHECK(kinds.size() == 3);
}

TEST_CASE("paint_stage: opaque, with its margins") {
  const Picture picture = paint_stage(stage_of(1), 64, 36, 5, 3);
  CHECK(picture.width == 74);
  CHECK(picture.height == 42);
  for (std::size_t i = 3; i < picture.rgba.size(); i += 4) {
    REQUIRE(picture.rgba[i] == 255);
  }
}

}  // namespace reshoot
