// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pictures as ffmpeg's `pam` encoder writes them. Pure.

#include <string_view>

#include "assemble/picture.h"
#include "base/result.h"

namespace reshoot {

/// Takes one RGBA picture off the front of `bytes`; its samples stay as they are. Error `corrupt`:
/// there is no whole one of at most 2^27 pixels.
Result<Picture> take_pam(std::string_view& bytes);

}  // namespace reshoot
