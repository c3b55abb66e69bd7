// SPDX-License-Identifier: Apache-2.0
// Width and height of pictures.

#include <string_view>

#include "base/bytes.h"
#include "campaign/media_headers.h"

namespace reshoot {

namespace {

using namespace std::string_view_literals;

constexpr int most_pieces = 10'000;  // segments or chunks that are walked over

/// Frame headers: C0 to CF without the tables DHT (C4) and DAC (CC), and without JPG (C8).
bool is_frame(std::uint32_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

std::uint32_t little24(std::string_view bytes, std::size_t at) {
  return little16(bytes, at) | byte_at(bytes, at + 2) << 16U;
}

/// Out of a chunk's first bytes; false: it is none that tells.
bool read_webp_chunk(std::string_view chunk, MediaFigures& figures) {
  constexpr std::uint32_t fourteen_bits = 0x3fff;
  constexpr std::size_t header = 8;
  const std::string_view body = chunk.substr(header);
  if (chunk.starts_with("VP8X") && body.size() >= 10) {
    figures.width = little24(body, 4) + 1;
    figures.height = little24(body, 7) + 1;
  } else if (chunk.starts_with("VP8L") && body.size() >= 5) {
    const std::uint32_t word = little32(body, 1);
    figures.width = (word & fourteen_bits) + 1;
    figures.height = (word >> 14U & fourteen_bits) + 1;
  } else if (chunk.starts_with("VP8 ") && body.size() >= 10) {
    figures.width = little16(body, 6) & fourteen_bits;
    figures.height = little16(body, 8) & fourteen_bits;
  } else {
    return false;
  }
  return true;
}

}  // namespace

void measure_png(const BytesAt& bytes, MediaFigures& figures) {
  const std::string head = bytes(0, 24);
  if (head.size() == 24 && std::string_view(head).substr(12, 4) == "IHDR") {
    figures.width = big32(head, 16);
    figures.height = big32(head, 20);
  }
}

void measure_jpeg(const BytesAt& bytes, MediaFigures& figures) {
  constexpr std::size_t head_size = 9;  // marker, length, precision, height, width
  std::uint64_t at = 2;
  for (int segments = 0; segments < most_pieces; ++segments) {
    const std::string head = bytes(at, head_size);
    if (head.size() < head_size || byte_at(head, 0) != 0xff) {
      return;
    }
    const std::uint32_t marker = byte_at(head, 1);
    if (marker == 0xff) {
      ++at;  // a fill byte
    } else if (is_frame(marker)) {
      figures.height = big16(head, 5);
      figures.width = big16(head, 7);
      return;
    } else {
      at += 2 + big16(head, 2);
    }
  }
}

void measure_webp(const BytesAt& bytes, MediaFigures& figures) {
  constexpr std::size_t chunk_head = 18;  // as far as a picture's own header reaches
  constexpr std::size_t chunk_header = 8;
  std::uint64_t at = 12;
  for (int chunks = 0; chunks < most_pieces; ++chunks) {
    const std::string chunk = bytes(at, chunk_head);
    if (chunk.size() < chunk_header || read_webp_chunk(chunk, figures)) {
      return;
    }
    const std::uint32_t size = little32(chunk, 4);
    at += chunk_header + std::uint64_t{size} + (size & 1U);
  }
}

}  // namespace reshoot
