// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one thing in EXIF that changes how a picture is shown: its orientation.

#include <string_view>

namespace reshoot {

/// The orientation (1 to 8) in a TIFF block, with or without `Exif\0\0` before it; 1 where there is
/// none or the block makes no sense.
int exif_orientation(std::string_view block);

}  // namespace reshoot
