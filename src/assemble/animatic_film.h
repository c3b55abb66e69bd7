// SPDX-License-Identifier: Apache-2.0
#pragma once
// The frames of an animatic: painted plates, filmed by a moving camera under a fixed slate. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assemble/camera_move.h"
#include "assemble/plate.h"
#include "assemble/slate.h"
#include "base/units.h"

namespace reshoot {

/// A plate that stands still in the frame, with its corner at even places.
struct FixedPlate {
  Plate plate;
  int x = 0;
  int y = 0;
};

/// What can be seen of `picture` as a plate; nullopt where that is nothing. `picture` has the
/// frame's size.
std::optional<FixedPlate> fixed_plate_of(const Picture& picture);

/// A caption and the frames that show it, end exclusive.
struct TimedCaption {
  FixedPlate caption;
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// Everything that is in front of the camera.
struct FilmSet {
  std::vector<Plate> far;  ///< what is behind, sharp first, then more and more blurred; never empty
  std::vector<Plate> last;  ///< what `far` dissolves into; or empty
  std::vector<Plate> near;  ///< who is in front, likewise; may be empty
  double far_share = 0.6;   ///< how much of the camera's move the far plates make: less is farther
  std::vector<FixedPlate> slate;
  std::vector<Plate> digits;  ///< one for each of timecode_characters
  std::vector<TimedCaption> captions;
  Color accent;
};

/// Shoots the frames one by one.
class Film {
 public:
  Film(FilmSet set, CameraMove move, Size size, Rate rate, std::int64_t frames);

  /// The next frame as yuv420p bytes, valid until the next call; empty after the last.
  std::string_view next();

 private:
  void film_layer(const std::vector<Plate>& levels, double blur, double share, int strength);
  void draw_timecode();
  void draw_captions();
  void draw_progress();

  FilmSet set_;
  CameraMove move_;
  SlateLayout layout_;
  Size size_;
  Rate rate_;
  std::int64_t frames_;
  std::int64_t now_ = 0;
  CameraState camera_;
  VideoFrame frame_;
  std::string bytes_;
};

}  // namespace reshoot
