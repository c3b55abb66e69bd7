// SPDX-License-Identifier: Apache-2.0
#pragma once
// What of a JPEG file decides its picture. Knows markers; decodes nothing.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"

namespace reshoot {

/// What of a JPEG file decides how it looks.
struct JpegParts {
  int orientation = 1;  ///< EXIF, 1 to 8
  std::string icc;      ///< SHA-256 of the colour profile in hex, or `none`
  std::string colour;   ///< `usual`, or the colour transform that Adobe's segment tells
  Digest payload;       ///< of all segments and scans but APPn and COM
};

/// Strict: a `corrupt` error where the markers do not add up to one whole picture of a size that is
/// taken. Bytes behind the end of the picture do not count. `path` is for messages.
Result<JpegParts> read_jpeg(std::string_view bytes, const std::filesystem::path& path);

/// The canonical text of a JPEG.
std::string describe_jpeg(const JpegParts& parts);

}  // namespace reshoot
