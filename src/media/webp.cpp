// SPDX-License-Identifier: Apache-2.0
// RFC 9649: a RIFF form with chunks of a name, a size and a body padded to even.

#include "media/webp.h"

#include <fmt/core.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "media/exif.h"
#include "media/limits.h"

namespace reshoot {
namespace {

using namespace std::string_view_literals;

/// Width and height out of the first bytes of a coded picture.
Result<void> read_geometry(WebpParts& parts, const std::filesystem::path& path) {
  constexpr std::uint32_t fourteen_bits = 0x3fff;
  constexpr std::size_t lossless_header = 5;
  constexpr std::size_t lossy_header = 10;
  const std::string_view body = parts.picture;
  if (parts.lossless) {
    if (body.size() < lossless_header || !body.starts_with('\x2f')) {
      return damaged(path, MediaType::webp_lossless, "its picture has no header");
    }
    const std::uint32_t word = little32(body, 1);
    parts.width = (word & fourteen_bits) + 1;
    parts.height = (word >> 14U & fourteen_bits) + 1;
    parts.has_alpha = (word >> 28U & 1U) != 0;
  } else {
    if (body.size() < lossy_header || body.substr(3, 3) != "\x9d\x01\x2a"sv) {
      return damaged(path, MediaType::webp_lossy, "its picture has no header");
    }
    parts.width = little16(body, 6) & fourteen_bits;
    parts.height = little16(body, 8) & fourteen_bits;
  }
  return check_pixels(path, parts.width, parts.height);
}

}  // namespace

Result<WebpParts> read_webp(std::string_view bytes, const std::filesystem::path& path) {
  constexpr auto type = MediaType::webp_lossy;
  constexpr std::size_t riff_header = 12;
  constexpr std::size_t chunk_header = 8;
  if (bytes.size() < riff_header || !bytes.starts_with("RIFF") || bytes.substr(8, 4) != "WEBP" ||
      little32(bytes, 4) > bytes.size() - chunk_header) {
    return damaged(path, type, "it ends too soon");
  }
  const std::size_t end = chunk_header + little32(bytes, 4);
  WebpParts parts;
  for (std::size_t at = riff_header; at + chunk_header <= end;) {
    const std::string_view name = bytes.substr(at, 4);
    const std::size_t size = little32(bytes, at + 4);
    if (size > end - at - chunk_header) {
      return damaged(path, type, "a chunk is longer than the file");
    }
    const std::string_view body = bytes.substr(at + chunk_header, size);
    if ((name == "VP8 " || name == "VP8L") && parts.picture.empty()) {
      parts.picture = body;
      parts.lossless = name == "VP8L";
    } else if (name == "ALPH") {
      parts.alpha = body;
    } else if (name == "ICCP") {
      parts.icc = body;
    } else if (name == "EXIF") {
      parts.orientation = exif_orientation(body);
    } else if (name == "ANIM" || name == "ANMF") {
      return damaged(path, type, "it is an animation, not a picture");
    }
    at += chunk_header + size + (size & 1U);
  }
  if (parts.picture.empty()) {
    return damaged(path, type, "it holds no picture");
  }
  TRY(read_geometry(parts, path));
  return parts;
}

std::string describe_lossy_webp(const WebpParts& parts) {
  const auto hash = [](const std::optional<std::string_view>& body) {
    return body ? sha256(*body).hex() : std::string("none");
  };
  return fmt::format("reshoot-webp-1\norientation {}\nicc {}\npicture {}\nalpha {}\n",
                     parts.orientation, hash(parts.icc), sha256(parts.picture).hex(),
                     hash(parts.alpha));
}

}  // namespace reshoot
