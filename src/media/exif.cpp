// SPDX-License-Identifier: Apache-2.0
// TIFF 6.0: a byte order, the offset of the first directory, its entries of twelve bytes.

#include "media/exif.h"

#include "base/bytes.h"

namespace reshoot {
namespace {

using namespace std::string_view_literals;

constexpr int upright = 1;

}  // namespace

int exif_orientation(std::string_view block) {
  if (block.starts_with("Exif\0"sv) && block.size() >= 6) {
    block.remove_prefix(6);
  }
  constexpr std::size_t header_size = 8;
  const bool little = block.starts_with("II\x2a\0"sv);
  if (block.size() < header_size || (!little && !block.starts_with("MM\0\x2a"sv))) {
    return upright;
  }
  const auto u16 = [&](std::size_t at) { return little ? little16(block, at) : big16(block, at); };
  const auto u32 = [&](std::size_t at) { return little ? little32(block, at) : big32(block, at); };
  const std::size_t directory = u32(4);
  if (directory > block.size() - 2) {
    return upright;
  }
  constexpr std::size_t entry_size = 12;
  constexpr std::uint32_t orientation_tag = 0x0112;
  constexpr std::uint32_t short_type = 3;
  const std::uint32_t entries = u16(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + i * entry_size;
    if (at + entry_size > block.size()) {
      return upright;
    }
    if (u16(at) == orientation_tag) {
      const std::uint32_t value = u16(at + 8);
      const bool legal = u16(at + 2) == short_type && value >= 1 && value <= 8;
      return legal ? static_cast<int>(value) : upright;
    }
  }
  return upright;
}

}  // namespace reshoot
