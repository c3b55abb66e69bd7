// SPDX-License-Identifier: Apache-2.0
#pragma once
// Video frames, and the painted plates that a virtual camera films with sub-pixel precision. Pure.
// Integer arithmetic from plate to frame: the same bytes on every processor.

#include <cstdint>
#include <vector>

#include "assemble/picture.h"

namespace reshoot {

/// One component of a picture. Rows from the top, without padding.
struct Plane {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> px;
};

/// One yuv420p frame, BT.709, limited range; the colour planes are half as large, rounded up.
struct VideoFrame {
  Plane y, u, v;
};

VideoFrame black_frame(int width, int height);

/// A painted layer: Y, U, V multiplied by alpha, which is kept at both sizes.
/// The world is measured in pixels of the resting frame, with (0, 0) at its top left corner.
struct Plate {
  Plane y, u, v, alpha, half_alpha;
  bool opaque = true;
  double density = 1;        ///< plate pixels per world pixel
  double left = 0, top = 0;  ///< where in the world the plate's first pixel begins
};

/// A plate that is denser than the frame is softened a little: filmed by its two nearest samples,
/// its edges move evenly, to 1/20 of a pixel. `opaque` promises that no pixel can be seen through;
/// its edges then repeat without end.
Plate plate_of(const Picture& picture, bool opaque, double density, double left, double top);

/// What the camera sees: the world point at the centre of the frame, and how much it magnifies.
struct View {
  double x = 0;
  double y = 0;
  double zoom = 1;
};

/// Films `plate` through `view` over what `frame` already shows. `strength` 0 to 256: how much of
/// it is seen.
void film(const Plate& plate, const View& view, int strength, VideoFrame& frame);

/// Puts a plate of density 1 over the frame with its corner at even (x, y). `strength` 0 to 256.
void overlay(const Plate& plate, int x, int y, int strength, VideoFrame& frame);

/// Fills the part of `area` that lies in the frame with one colour; even numbers.
void fill(VideoFrame& frame, Area area, Color color);

}  // namespace reshoot
