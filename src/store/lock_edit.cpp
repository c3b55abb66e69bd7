// SPDX-License-Identifier: Apache-2.0
// Blocks stay sorted by clip.

#include "store/lock_edit.h"

#include <algorithm>

namespace reshoot {
namespace {

auto place_of(std::vector<LockedTake>& clips, std::string_view clip) {
  return std::lower_bound(
      clips.begin(), clips.end(), clip,
      [](const LockedTake& take, std::string_view name) { return take.clip < name; });
}

}  // namespace

void set_block(LockReading& reading, LockedTake take) {
  drop_block(reading, take.clip);
  std::vector<LockedTake>& clips = reading.lock.clips;
  clips.insert(place_of(clips, take.clip), std::move(take));
}

bool drop_block(LockReading& reading, std::string_view clip) {
  std::vector<LockedTake>& clips = reading.lock.clips;
  const auto disputed = std::erase_if(
      reading.disputes, [&](const LockDispute& dispute) { return dispute.clip == clip; });
  const auto at = place_of(clips, clip);
  if (at == clips.end() || at->clip != clip) {
    return disputed > 0;
  }
  clips.erase(at);
  return true;
}

void drop_take(LockReading& reading, const Digest& key, const Digest& blob) {
  std::erase_if(reading.lock.clips,
                [&](const LockedTake& take) { return take.key == key && take.blob == blob; });
}

}  // namespace reshoot
