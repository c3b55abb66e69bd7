// SPDX-License-Identifier: Apache-2.0
#pragma once
// The size of pictures out of an H.264 parameter set: what a decoder gives, whatever the container
// says. Reads nothing else of it.

#include <optional>
#include <string_view>

#include "base/units.h"

namespace reshoot {

/// `configuration`: the body of the box `avcC` (ISO 14496-15, 5.3.3.1). nullopt: not exactly one
/// parameter set, or one of rarer kinds (interlaced, other colours than 4:2:0, own scaling lists,
/// pixels that are not square); a decoder has to say. Pure; any bytes are answered.
std::optional<Size> h264_size(std::string_view configuration);

}  // namespace reshoot
