// SPDX-License-Identifier: Apache-2.0
// PNG, third edition: a signature, then chunks of a size, a name, a body and a CRC.

#include "media/png.h"

#include "base/bytes.h"
#include "media/exif.h"
#include "media/limits.h"

namespace reshoot {
namespace {

using namespace std::string_view_literals;

}  // namespace

Result<PngHeader> read_png_header(std::string_view bytes, const std::filesystem::path& path) {
  constexpr std::string_view signature = "\x89PNG\r\n\x1a\n"sv;
  constexpr std::size_t around = 12;  // size, name and CRC
  constexpr std::size_t header_size = 13;
  PngHeader header;
  bool has_samples = false;
  if (!bytes.starts_with(signature)) {
    return damaged(path, MediaType::png, "it does not begin like one");
  }
  for (std::size_t at = signature.size(); at + around <= bytes.size();) {
    const std::size_t size = big32(bytes, at);
    const std::string_view name = bytes.substr(at + 4, 4);
    if (size > bytes.size() - at - around) {
      break;
    }
    const std::string_view body = bytes.substr(at + 8, size);
    if (at == signature.size()) {
      if (name != "IHDR" || size != header_size) {
        return damaged(path, MediaType::png, "its header is missing");
      }
      header.width = big32(body, 0);
      header.height = big32(body, 4);
      TRY(check_pixels(path, header.width, header.height));
    } else if (name == "eXIf") {
      header.orientation = exif_orientation(body);
    } else if (name == "IDAT") {
      has_samples = true;
    } else if (name == "IEND" && has_samples) {
      return header;
    }
    at += around + size;
  }
  return damaged(path, MediaType::png, "it ends too soon");
}

}  // namespace reshoot
