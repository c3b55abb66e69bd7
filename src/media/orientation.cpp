// SPDX-License-Identifier: Apache-2.0
// EXIF 2.3, tag 0x0112: where the first row and the first column of the samples belong.

#include "media/orientation.h"

#include <array>

#include "base/check.h"
#include "base/files.h"
#include "media/jpeg.h"
#include "media/limits.h"
#include "media/png.h"
#include "media/webp.h"

namespace reshoot {

Result<int> picture_orientation(const std::filesystem::path& path, MediaType type) {
  CHECK(is_image(type));
  TRY(check_file_size(path, type));
  TRY_ASSIGN(const std::string bytes, read_file(path, max_bytes(type)));
  if (type == MediaType::jpeg) {
    TRY_ASSIGN(const JpegParts parts, read_jpeg(bytes, path));
    return parts.orientation;
  }
  if (type == MediaType::png) {
    TRY_ASSIGN(const PngHeader header, read_png_header(bytes, path));
    return header.orientation;
  }
  TRY_ASSIGN(const WebpParts parts, read_webp(bytes, path));
  return parts.orientation;
}

std::string_view upright_filter(int orientation) {
  constexpr std::array<std::string_view, 8> filters{"null",        "hflip",       "hflip,vflip",
                                                    "vflip",       "transpose=0", "transpose=1",
                                                    "transpose=3", "transpose=2"};
  CHECK(orientation >= 1 && orientation <= 8);
  return filters[static_cast<std::size_t>(orientation - 1)];
}

}  // namespace reshoot
