// SPDX-License-Identifier: Apache-2.0
// Frames are taken as they stand, so that no version of a demuxer has a say. Tags are told by their
// own magic: ID3v2 with its size before the sound, the others by their last bytes.

#include "media/mp3.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/media_type.h"
#include "media/limits.h"

namespace reshoot {
namespace {

/// Bytes of the ID3v2 tag that `bytes` begins with; 0: none.
std::size_t id3v2_size(std::string_view bytes) {
  constexpr std::size_t header = 10;
  if (!bytes.starts_with("ID3") || bytes.size() < header) {
    return 0;
  }
  std::size_t size = 0;
  for (std::size_t i = 6; i < header; ++i) {
    size = size << 7U | (byte_at(bytes, i) & 0x7fU);
  }
  const bool has_footer = (byte_at(bytes, 5) & 0x10U) != 0;
  return header + size + (has_footer ? header : 0);
}

/// Bytes of the tag that `bytes` ends with; 0: none.
std::size_t trailing_tag_size(std::string_view bytes) {
  constexpr std::size_t id3v1 = 128;
  constexpr std::size_t ape_footer = 32;
  constexpr std::size_t lyrics_footer = 15;  // six digits and `LYRICS200`
  const std::size_t size = bytes.size();
  if (size >= id3v1 && bytes.substr(size - id3v1, 3) == "TAG") {
    return id3v1;
  }
  if (size >= ape_footer && bytes.substr(size - ape_footer, 8) == "APETAGEX") {
    const std::string_view footer = bytes.substr(size - ape_footer);
    const bool has_header = (little32(footer, 20) >> 31U) != 0;
    return std::size_t{little32(footer, 12)} + (has_header ? ape_footer : 0);
  }
  if (size >= lyrics_footer && bytes.ends_with("LYRICS200")) {
    std::size_t length = 0;
    for (const char digit : bytes.substr(size - lyrics_footer, 6)) {
      if (digit < '0' || digit > '9') {
        return 0;
      }
      length = length * 10 + static_cast<std::size_t>(digit - '0');
    }
    return length + lyrics_footer;
  }
  return 0;
}

}  // namespace

std::string_view mp3_payload(std::string_view bytes) {
  for (std::size_t size = id3v2_size(bytes); size != 0; size = id3v2_size(bytes)) {
    bytes.remove_prefix(std::min(size, bytes.size()));
  }
  bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));  // padding of a tag
  for (std::size_t size = trailing_tag_size(bytes); size != 0; size = trailing_tag_size(bytes)) {
    bytes.remove_suffix(std::min(size, bytes.size()));
  }
  return bytes;
}

Result<std::string> describe_mp3(std::string_view bytes, const std::filesystem::path& path) {
  const std::string_view payload = mp3_payload(bytes);
  if (sniff(payload.substr(0, sniff_size)) != MediaType::mp3) {
    return damaged(path, MediaType::mp3, "there is no sound behind its tags");
  }
  return fmt::format("reshoot-mp3-1\npayload {}\n", sha256(payload).hex());
}

}  // namespace reshoot
