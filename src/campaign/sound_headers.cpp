// SPDX-License-Identifier: Apache-2.0
// Lengths of sounds.

#include <array>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "campaign/media_headers.h"

namespace reshoot {

namespace {

/// `units` at so many in a second.
std::optional<Length> length_of(std::uint64_t units, std::uint64_t per_second) {
  constexpr std::uint64_t most_units = 1ULL << 48U;
  if (per_second == 0 || units == 0 || units > most_units) {
    return std::nullopt;
  }
  return Length{static_cast<std::int64_t>((units * 1000 + per_second / 2) / per_second)};
}

/// The header of an MPEG layer III frame.
struct Mp3Frame {
  std::uint32_t hertz = 0;
  std::uint32_t bits_per_second = 0;
  std::uint32_t samples = 0;  ///< in a frame
  std::size_t count_at = 0;   ///< where a `Xing` or `Info` header would stand in it
};

std::optional<Mp3Frame> read_frame(std::string_view head) {
  const std::uint32_t word = big32(head, 0);
  const std::uint32_t version = word >> 19U & 3U;  // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const std::uint32_t layer = word >> 17U & 3U;    // 1: layer III
  const std::uint32_t bitrate = word >> 12U & 15U;
  const std::uint32_t rate = word >> 10U & 3U;
  if (word >> 21U != 0x7ff || version == 1 || layer != 1 || bitrate == 0 || bitrate == 15 ||
      rate == 3) {
    return std::nullopt;
  }
  constexpr std::array kbits_1{0U,   32U,  40U,  48U,  56U,  64U,  80U, 96U,
                               112U, 128U, 160U, 192U, 224U, 256U, 320U};
  constexpr std::array kbits_2{0U,  8U,  16U, 24U,  32U,  40U,  48U, 56U,
                               64U, 80U, 96U, 112U, 128U, 144U, 160U};
  constexpr std::array hertz{44'100U, 48'000U, 32'000U};
  const bool first = version == 3;
  const bool mono = (word >> 6U & 3U) == 3;
  Mp3Frame frame;
  frame.hertz = hertz[rate] / (first ? 1 : version == 2 ? 2 : 4);
  frame.bits_per_second = (first ? kbits_1[bitrate] : kbits_2[bitrate]) * 1000;
  frame.samples = first ? 1152 : 576;
  frame.count_at = 4 + (first ? (mono ? 17U : 32U) : (mono ? 9U : 17U));
  return frame;
}

/// How many frames the first one says that there are; nullopt: it does not say.
std::optional<std::uint64_t> frames_said(std::string_view head, const Mp3Frame& frame) {
  constexpr std::size_t info_size = 12;  // name, flags, count
  constexpr std::size_t vbri_at = 36;
  constexpr std::size_t vbri_count = 14;
  const std::string_view info =
      head.size() >= frame.count_at + info_size ? head.substr(frame.count_at) : std::string_view();
  if ((info.starts_with("Xing") || info.starts_with("Info")) && (big32(info, 4) & 1U) != 0) {
    return big32(info, 8);
  }
  if (head.size() >= vbri_at + vbri_count + 4 && head.substr(vbri_at, 4) == "VBRI") {
    return big32(head, vbri_at + vbri_count);
  }
  return std::nullopt;
}

/// Behind the ID3v2 tags at the start.
std::uint64_t skip_tags(const BytesAt& bytes) {
  constexpr std::size_t header = 10;
  constexpr int most_tags = 16;
  std::uint64_t at = 0;
  for (int tags = 0; tags < most_tags; ++tags) {
    const std::string head = bytes(at, header);
    if (head.size() < header || !head.starts_with("ID3")) {
      break;
    }
    std::uint64_t size = 0;
    for (std::size_t i = 6; i < header; ++i) {
      size = size << 7U | (byte_at(head, i) & 0x7fU);
    }
    const bool has_footer = (byte_at(head, 5) & 0x10U) != 0;
    at += header + size + (has_footer ? header : 0);
  }
  return at;
}

}  // namespace

void measure_wav(const BytesAt& bytes, MediaFigures& figures) {
  constexpr std::size_t chunk_header = 8;
  constexpr std::size_t head_size = chunk_header + 12;  // up to the bytes per second of `fmt `
  constexpr std::uint32_t unknown_size = 0xffffffff;    // written to a pipe, or RF64
  constexpr int most_chunks = 10'000;
  std::uint64_t at = 12;
  std::uint64_t per_second = 0;
  for (int chunks = 0; chunks < most_chunks; ++chunks) {
    const std::string head = bytes(at, head_size);
    if (head.size() < chunk_header || at + chunk_header > figures.bytes) {
      return;
    }
    const std::uint64_t left = figures.bytes - at - chunk_header;
    const std::uint32_t size = little32(head, 4);
    if (head.starts_with("fmt ") && head.size() == head_size) {
      per_second = little32(head, 16);
    } else if (head.starts_with("data")) {
      const bool is_said = size != unknown_size && size != 0 && size <= left;
      figures.length = length_of(is_said ? size : left, per_second);
      return;
    }
    at += chunk_header + std::uint64_t{size} + (size & 1U);
  }
}

void measure_mp3(const BytesAt& bytes, MediaFigures& figures) {
  constexpr std::size_t window = 4096;  // padding of a tag may stand before the first frame
  const std::uint64_t begin = skip_tags(bytes);
  const std::string head = bytes(begin, window);
  const std::size_t at = head.find('\xff');
  if (at == std::string::npos || head.size() - at < 4 || begin + at > figures.bytes) {
    return;
  }
  const std::string_view first = std::string_view(head).substr(at);
  const auto frame = read_frame(first);
  if (!frame) {
    return;
  }
  const std::uint64_t sound = figures.bytes - begin - at;
  if (const auto frames = frames_said(first, *frame)) {
    figures.length = length_of(*frames * frame->samples, frame->hertz);
  } else {
    figures.length = length_of(sound * 8, frame->bits_per_second);  // one bit rate throughout
  }
}

}  // namespace reshoot
