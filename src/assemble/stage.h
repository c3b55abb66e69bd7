// SPDX-License-Identifier: Apache-2.0
#pragma once
// The drawn set that an animatic plays on: a studio backdrop with floor and light, chosen by the
// seed. Pure.

#include <cstdint>

#include "assemble/picture.h"

namespace reshoot {

struct Palette {
  Color wall_top, wall_low;  ///< the backdrop from its top down to the floor
  Color floor_far, floor_near;
  Color accent;  ///< for marks on dark ground
};

/// One look of the set.
struct Stage {
  Palette palette;
  double light_x = 0.3;   ///< where the key light falls on the wall, share of the frame's width
  double light_y = 0.35;  ///< and of its height
  int panes = 0;  ///< 0: a round pool of light; 2 to 3: light through a window with that many panes
};

/// Equal seeds give equal stages.
Stage stage_of(std::uint64_t seed);

/// Where the floor meets the wall, as a share of the frame's height.
constexpr double horizon = 0.70;

/// The set, `width` x `height` being the resting frame, with margins that a moving camera may see.
/// The picture is opaque and fine-grained enough not to show bands.
Picture paint_stage(const Stage& stage, int width, int height, int margin_x, int margin_y);

}  // namespace reshoot
