// SPDX-License-Identifier: Apache-2.0
#include "assemble/camera_move.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace reshoot {
namespace {

std::vector<CameraState> path_of(const CameraMove& move) {
  constexpr int steps = 200;
  std::vector<CameraState> path;
  for (int i = 0; i <= steps; ++i) {
    path.push_back(camera_at(move, static_cast<double>(i) / steps, 6.0 * i / steps));
  }
  return path;
}

std::vector<CameraMove> all_moves() {
  std::vector<CameraMove> moves;
  for (const Pace pace : {Pace::slow, Pace::normal, Pace::fast}) {
    for (const int way : {-1, 1}) {
      moves.push_back({way, 0, 0, false, false, false, false, pace});
      moves.push_back({0, way, 0, false, false, false, false, pace});
      moves.push_back({0, 0, way, false, false, false, false, pace});
      moves.push_back({way, way, way, true, false, true, false, pace});
    }
  }
  moves.push_back({0, 0, 0, false, false, false, true, Pace::normal});
  return moves;
}

}  // namespace

TEST_CASE("camera_at: never leaves the margins that reach_of promises, never shows less than all") {
  for (const CameraMove& move : all_moves()) {
    CAPTURE(text_of(move));
    const CameraReach reach = reach_of(move);
    for (const CameraState& state : path_of(move)) {
      CHECK(std::abs(state.x) <= reach.x + 1e-9);
      CHECK(std::abs(state.y) <= reach.y + 1e-9);
      CHECK(state.zoom >= 1);
      CHECK(state.zoom < 1.5);
    }
  }
}

TEST_CASE("camera_at: moves go the way they are called") {
  const auto ends = [](const CameraMove& move) {
    return std::pair{camera_at(move, 0, 0), camera_at(move, 1, 6)};
  };
  const auto [pan_begin, pan_end] = ends({1});
  CHECK(pan_begin.x < 0);
  CHECK(pan_end.x > 0);
  const auto [tilt_begin, tilt_end] = ends({0, 1});
  CHECK(tilt_begin.y > 0);
  CHECK(tilt_end.y < 0);
  const auto [push_begin, push_end] = ends({0, 0, 1});
  CHECK(push_begin.zoom == doctest::Approx(1));
  CHECK(push_end.zoom > 1.1);
  const auto [pull_begin, pull_end] = ends({0, 0, -1});
  CHECK(pull_begin.zoom > 1.1);
  CHECK(pull_end.zoom == doctest::Approx(1));
}

TEST_CASE("camera_at: a faster pace goes farther; static stands") {
  const auto zoom_at_end = [](Pace pace) {
    return camera_at({0, 0, 1, false, false, false, false, pace}, 1, 6).zoom;
  };
  CHECK(zoom_at_end(Pace::slow) < zoom_at_end(Pace::normal));
  CHECK(zoom_at_end(Pace::normal) < zoom_at_end(Pace::fast));
  for (const CameraState& state : path_of({})) {
    CHECK(state.x == 0);
    CHECK(state.y == 0);
    CHECK(state.zoom == 1);
  }
}

TEST_CASE("camera_at: starts and stops softly") {
  const std::vector<CameraState> path = path_of({1});
  const double first = path[1].x - path[0].x;
  const double middle = path[101].x - path[100].x;
  const double last = path[200].x - path[199].x;
  CHECK(first < middle / 10);
  CHECK(last < middle / 10);
}

TEST_CASE("camera_at: a blur pull changes what is sharp") {
  CameraMove move;
  move.rack_focus = true;
  CHECK(camera_at(move, 0, 0).near_blur == 1);
  CHECK(camera_at(move, 0, 0).far_blur == 0);
  CHECK(camera_at(move, 1, 6).near_blur == 0);
  CHECK(camera_at(move, 1, 6).far_blur == 1);
  move.focus_to_background = true;
  CHECK(camera_at(move, 0, 0).near_blur == 0);
  CHECK(camera_at(move, 1, 6).near_blur == 1);
}

}  // namespace reshoot
