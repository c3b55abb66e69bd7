// SPDX-License-Identifier: Apache-2.0
// Where a moving camera stands at each moment.
#include "assemble/camera_move.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace reshoot {
namespace {

/// 0 to 1, at rest at both ends.
double eased(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

double by_pace(Pace pace, double slow, double normal, double fast) {
  return pace == Pace::slow ? slow : pace == Pace::fast ? fast : normal;
}

double push_of(Pace pace) {
  return by_pace(pace, 0.13, 0.22, 0.38);
}
double pan_of(Pace pace) {
  return by_pace(pace, 0.055, 0.085, 0.13);
}
double tilt_of(Pace pace) {
  return by_pace(pace, 0.055, 0.08, 0.11);
}
constexpr double drift_push = 0.05;
constexpr double shake = 0.006;

}  // namespace

std::string text_of(const CameraMove& move) {
  std::string text;
  const auto add = [&](std::string_view part) {
    text += text.empty() ? "" : ", ";
    text += part;
  };
  if (move.pan != 0) {
    add(move.pan < 0 ? "pan left" : "pan right");
  }
  if (move.tilt != 0) {
    add(move.tilt > 0 ? "tilt up" : "tilt down");
  }
  if (move.push != 0) {
    add(move.push > 0 ? "push in" : "pull out");
  }
  if (move.rack_focus) {
    add("rack focus");
  }
  if (move.handheld) {
    add("handheld");
  }
  if (text.empty()) {
    return move.drift ? "slow drift" : "static";
  }
  return (move.pace == Pace::slow ? "slow " : move.pace == Pace::fast ? "fast " : "") + text;
}

CameraState camera_at(const CameraMove& move, double progress, double seconds) {
  CameraState state;
  const double t = eased(progress);
  const double swing = 2 * t - 1;
  state.x = move.pan * swing * pan_of(move.pace);
  state.y = -move.tilt * swing * tilt_of(move.pace);
  // The magnification grows by equal factors in equal times, as a camera that comes closer evenly.
  const double closer = move.drift ? drift_push : push_of(move.pace);
  const double share = move.drift ? progress : move.push > 0 ? t : move.push < 0 ? 1 - t : 0;
  state.zoom = std::pow(1 + closer, share);
  if (move.handheld) {
    constexpr double turn = 2 * std::numbers::pi;
    state.x +=
        shake * (std::sin(turn * 0.31 * seconds) + 0.5 * std::sin(turn * 0.83 * seconds + 1)) / 1.5;
    state.y +=
        shake * (std::sin(turn * 0.43 * seconds + 2) + 0.5 * std::sin(turn * 0.97 * seconds)) / 1.5;
  }
  if (move.rack_focus) {
    const double pulled = eased((progress - 0.32) / 0.3);
    const double far = move.focus_to_background ? 1 - pulled : pulled;
    state.far_blur = far;
    state.near_blur = 1 - far;
  }
  return state;
}

CameraReach reach_of(const CameraMove& move) {
  const double wobble = move.handheld ? shake : 0;
  return {(move.pan != 0 ? pan_of(move.pace) : 0) + wobble,
          (move.tilt != 0 ? tilt_of(move.pace) : 0) + wobble};
}

}  // namespace reshoot
