// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a picture of any shape fills a frame, as a filter graph. Pure.

#include <string>
#include <string_view>

#include "base/units.h"
#include "graph/step_runner.h"

namespace reshoot {

/// A filter graph with one input and one output that brings any upright picture, also with pixels
/// that are not square, to `size` in square pixels, yuv420p, BT.709. `crop` fills the
/// frame and cuts from the middle, `pad` shows all on black, `blur` shows all on a blurred fill.
/// `matrix`: the colour matrix of the input as ffmpeg's scale filter names it, or `auto`.
std::string fit_filter(Fit fit, Size size, const std::string& matrix);

/// Goes before it for still pictures, which may be seen through: what shines through shows black.
/// `upright`: the filter that turns the picture.
std::string still_filter(std::string_view upright);

}  // namespace reshoot
