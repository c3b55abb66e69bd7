// SPDX-License-Identifier: Apache-2.0
#pragma once
// ISO 14496-12: boxes within boxes, numbers big-endian, tables with a count before their rows. Any
// bytes are answered; views look at the bytes that were given.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace reshoot {

constexpr std::size_t mp4_box_head = 8;    ///< bytes: size, type
constexpr std::size_t mp4_table_head = 8;  ///< version and flags, count

struct Mp4Box {
  std::string_view type;
  std::string_view body;
};

/// Takes the first box off; nullopt: there is none that makes sense.
std::optional<Mp4Box> next_box(std::string_view& bytes);

/// The body of the only box of that type; nullopt: none or several.
std::optional<std::string_view> only_box(std::string_view bytes, std::string_view type);

bool has_box(std::string_view bytes, std::string_view type);

/// The body of a box below boxes, each the only one of its type; empty: there is none.
std::string_view box_below(std::string_view bytes, std::initializer_list<std::string_view> path);

/// The only description of a track's samples, in its box `stbl`, named by its codec; nullopt: none
/// or several.
std::optional<Mp4Box> only_description(std::string_view samples);

/// Rows of `width` bytes behind `head` bytes, the last four of which count them.
class Mp4Rows {
 public:
  Mp4Rows(std::string_view body, std::size_t head, std::size_t width) : width_(width) {
    if (body.size() >= head) {
      const std::size_t count = big32(body, head - 4);
      body.remove_prefix(head);
      is_whole_ = count <= body.size() / width;
      rows_ = is_whole_ ? body.substr(0, count * width) : std::string_view();
    }
  }
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  [[nodiscard]] std::size_t size() const { return rows_.size() / width_; }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    return rows_.substr(i * width_, width_);
  }

 private:
  std::size_t width_;
  std::string_view rows_;
  bool is_whole_ = false;
};

}  // namespace reshoot
