// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which way up a still picture is to be shown. ffmpeg's versions differ in whether they turn
// pictures by themselves, so we read it and ask for the turn.

#include <filesystem>
#include <string_view>

#include "base/media_type.h"
#include "base/result.h"

namespace reshoot {

/// The EXIF orientation of a picture, 1 to 8. Errors: as content_digest. `type` is an image.
Result<int> picture_orientation(const std::filesystem::path& path, MediaType type);

/// The filter that turns a picture of this orientation upright, `null` for 1. The input is opened
/// with `-noautorotate`, or newer versions turn it twice.
std::string_view upright_filter(int orientation);

/// Width and height change places when it is turned upright.
constexpr bool swaps_sides(int orientation) {
  return orientation >= 5;
}

}  // namespace reshoot
