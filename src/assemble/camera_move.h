// SPDX-License-Identifier: Apache-2.0
#pragma once
// The camera move that a prompt asks for in the words of the trade, and where it stands at each
// moment. Pure.

#include <string>
#include <string_view>

namespace reshoot {

enum class Pace { slow, normal, fast };

/// What the camera does during a clip. Directions are the camera's: `pan` +1 turns right, `tilt` +1
/// looks up, `push` +1 comes closer; 0 is none.
struct CameraMove {
  int pan = 0;
  int tilt = 0;
  int push = 0;
  bool rack_focus = false;  ///< a blur pull
  bool focus_to_background = false;
  bool handheld = false;
  bool drift = false;  ///< nothing was asked for: a very slow push
  Pace pace = Pace::normal;
  friend bool operator==(const CameraMove&, const CameraMove&) = default;
};

/// For the slate: `slow push in`, `static`, `pan left, rack focus`.
std::string text_of(const CameraMove& move);

/// Where the camera stands. Shares of the frame's width and height off the resting centre, right
/// and down.
struct CameraState {
  double x = 0;
  double y = 0;
  double zoom = 1;
  double near_blur = 0;  ///< 0 sharp to 1: the people
  double far_blur = 0;   ///< 0 sharp to 1: what is behind them
};

/// `progress` 0 to 1 over the clip, `seconds` since its first frame. Starts and stops softly.
CameraState camera_at(const CameraMove& move, double progress, double seconds);

/// How far the move leaves the resting frame at most, as a share of width (x) and height (y).
struct CameraReach {
  double x = 0;
  double y = 0;
};
CameraReach reach_of(const CameraMove& move);

}  // namespace reshoot
