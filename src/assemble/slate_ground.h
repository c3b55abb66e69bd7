// SPDX-License-Identifier: Apache-2.0
#pragma once
// What lies under the slate's text: the dark foot of the frame and the marks. Pure.

#include <cstddef>

#include "assemble/picture.h"
#include "base/units.h"

namespace reshoot {

/// A picture of the frame's size. `prompt_lines`: what the rule beside the prompt spans; 0: the
/// prompt stands large in the middle, in a viewfinder's corners.
Picture slate_ground(Size frame, Color accent, std::size_t prompt_lines);

}  // namespace reshoot
