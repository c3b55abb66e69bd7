// SPDX-License-Identifier: Apache-2.0
#include "emulator/object_store.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/check.h"
#include "base/digest.h"

namespace reshoot::emulator {

std::string_view name_of(Medium medium) {
  switch (medium) {
    case Medium::image:
      return "image";
    case Medium::video:
      return "video";
    case Medium::audio:
      return "audio";
    case Medium::other:
      return "file";
  }
  CHECK(false);
}

Medium medium_of(std::string_view name) {
  struct Row {
    std::string_view ending;
    Medium medium;
  };
  static constexpr std::array<Row, 9> rows{{{".png", Medium::image},
                                            {".jpg", Medium::image},
                                            {".jpeg", Medium::image},
                                            {".bmp", Medium::image},
                                            {".webp", Medium::image},
                                            {".mp4", Medium::video},
                                            {".mov", Medium::video},
                                            {".wav", Medium::audio},
                                            {".mp3", Medium::audio}}};
  for (const Row& row : rows) {
    if (name.ends_with(row.ending)) {
      return row.medium;
    }
  }
  return Medium::other;
}

StoredObject& ObjectStore::add(StoredObject object) {
  const std::string place = object.place;
  return objects_.insert_or_assign(place, std::move(object)).first->second;
}

void ObjectStore::put(StoredObject& object, std::string bytes) {
  object.digest = sha256(bytes).text();
  object.bytes = std::move(bytes);
}

UploadPolicy& ObjectStore::add(UploadPolicy policy) {
  const std::string folder = policy.folder;
  return policies_.insert_or_assign(folder, std::move(policy)).first->second;
}

StoredObject* ObjectStore::find(std::string_view place) {
  const auto found = objects_.find(place);
  return found == objects_.end() ? nullptr : &found->second;
}

const UploadPolicy* ObjectStore::find_policy(std::string_view folder) const {
  const auto found = policies_.find(folder);
  return found == policies_.end() ? nullptr : &found->second;
}

std::string ObjectStore::name_by_content(const std::string& text) const {
  const auto found = objects_.find(text);
  return found == objects_.end() || !found->second.bytes ? text : found->second.digest;
}

std::size_t ObjectStore::stored() const {
  return static_cast<std::size_t>(
      std::count_if(objects_.begin(), objects_.end(),
                    [](const auto& object) { return object.second.bytes.has_value(); }));
}

Millis mp4_length(std::string_view bytes) {
  const std::size_t at = bytes.find("mvhd");
  if (at == std::string_view::npos || bytes.size() < at + 36) {
    return Millis{0};
  }
  const bool wide = byte_at(bytes, at + 4) == 1;
  const std::uint64_t scale = big32(bytes, at + (wide ? 24 : 16));
  const std::uint64_t length = wide ? big64(bytes, at + 28) : big32(bytes, at + 20);
  constexpr std::uint64_t longest = 1U << 30U;
  if (scale == 0 || length > longest) {
    return Millis{0};
  }
  return Millis{static_cast<std::int64_t>(length * 1000 / scale)};
}

}  // namespace reshoot::emulator
