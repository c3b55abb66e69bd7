// SPDX-License-Identifier: Apache-2.0
#include "media/mp4_size.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "media/h264_size.h"
#include "media/mp4_box.h"

namespace reshoot {
namespace {

constexpr std::uint32_t one = 0x10000;  // 16.16

/// Whether the matrix at `at` neither turns, nor scales, nor moves.
bool is_identity(std::string_view head, std::size_t at) {
  constexpr std::uint32_t last_one = 0x40000000;  // 2.30
  constexpr std::array<std::uint32_t, 9> identity{one, 0, 0, 0, one, 0, 0, 0, last_one};
  if (head.size() < at + 4 * identity.size()) {
    return false;
  }
  for (std::size_t i = 0; i < identity.size(); ++i) {
    if (big32(head, at + 4 * i) != identity[i]) {
      return false;
    }
  }
  return true;
}

/// By how much fields lie further back, where times have 64 bits.
std::size_t shift_in(std::string_view head) {
  return !head.empty() && head[0] == 1 ? 12 : 0;
}

bool is_shown_at(Size size, std::string_view track, std::string_view movie) {
  const std::string_view movie_head = box_below(movie, {"mvhd"});
  const std::string_view head = box_below(track, {"tkhd"});
  const std::size_t width_at = 76 + shift_in(head);
  return is_identity(movie_head, 36 + shift_in(movie_head)) &&
         is_identity(head, 40 + shift_in(head)) && head.size() >= width_at + 8 &&
         big32(head, width_at) == one * static_cast<std::uint32_t>(size.width) &&
         big32(head, width_at + 4) == one * static_cast<std::uint32_t>(size.height);
}

/// Whether a box within a description leaves pictures as they are.
bool is_harmless(const Mp4Box& box) {
  if (box.type == "pasp") {
    return box.body.size() >= 8 && big32(box.body, 0) == big32(box.body, 4);
  }
  return box.type == "avcC" || box.type == "btrt" || box.type == "colr";
}

}  // namespace

Size described_size(std::string_view description) {
  constexpr std::size_t width_at = 24;
  if (description.size() < width_at + 4) {
    return {0, 0};
  }
  return {static_cast<std::int32_t>(big16(description, width_at)),
          static_cast<std::int32_t>(big16(description, width_at + 2))};
}

std::optional<Size> plain_size(std::string_view track, std::string_view movie) {
  const std::optional<Mp4Box> entry = only_description(box_below(track, {"mdia", "minf", "stbl"}));
  if (!entry || entry->type != "avc1") {
    return std::nullopt;
  }
  constexpr std::size_t head = 78;
  std::string_view boxes = entry->body.substr(std::min(head, entry->body.size()));
  const std::optional<Size> size = h264_size(box_below(boxes, {"avcC"}));
  while (const std::optional<Mp4Box> box = next_box(boxes)) {
    if (!is_harmless(*box)) {
      return std::nullopt;
    }
  }
  const bool agreed = size && *size == described_size(entry->body);
  return agreed && is_shown_at(*size, track, movie) ? size : std::nullopt;
}

}  // namespace reshoot
