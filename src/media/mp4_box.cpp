// SPDX-License-Identifier: Apache-2.0
#include "media/mp4_box.h"

namespace reshoot {

std::optional<Mp4Box> next_box(std::string_view& bytes) {
  if (bytes.size() < mp4_box_head) {
    return std::nullopt;
  }
  const std::size_t size = big32(bytes, 0);
  if (size < mp4_box_head || size > bytes.size()) {
    return std::nullopt;
  }
  const Mp4Box box{bytes.substr(4, 4), bytes.substr(mp4_box_head, size - mp4_box_head)};
  bytes.remove_prefix(size);
  return box;
}

std::optional<std::string_view> only_box(std::string_view bytes, std::string_view type) {
  std::optional<std::string_view> found;
  while (const std::optional<Mp4Box> box = next_box(bytes)) {
    if (box->type == type) {
      if (found) {
        return std::nullopt;
      }
      found = box->body;
    }
  }
  return found;
}

bool has_box(std::string_view bytes, std::string_view type) {
  while (const std::optional<Mp4Box> box = next_box(bytes)) {
    if (box->type == type) {
      return true;
    }
  }
  return false;
}

std::string_view box_below(std::string_view bytes, std::initializer_list<std::string_view> path) {
  for (const std::string_view type : path) {
    bytes = only_box(bytes, type).value_or(std::string_view());
  }
  return bytes;
}

std::optional<Mp4Box> only_description(std::string_view samples) {
  std::string_view body = box_below(samples, {"stsd"});
  if (body.size() < mp4_table_head || big32(body, 4) != 1) {
    return std::nullopt;
  }
  body.remove_prefix(mp4_table_head);
  return next_box(body);
}

}  // namespace reshoot
