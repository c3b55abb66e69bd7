// SPDX-License-Identifier: Apache-2.0
#pragma once
// The camera move that a prompt asks for in the words of the trade. Pure.

#include <string_view>

#include "assemble/camera_move.h"

namespace reshoot {

/// Reads English cinematography words: pan, tilt, push in, pull out, dolly, truck, pedestal, crane,
/// zoom, static, locked-off, handheld, rack focus; slow, fast. Everyday uses (`frying pan`, `tilts
/// her head`, `pulls out a chair`) do not count.
CameraMove camera_move_of(std::string_view prompt);

}  // namespace reshoot
