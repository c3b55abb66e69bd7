// SPDX-License-Identifier: Apache-2.0
// Clips are sorted in a lock: a binary search finds one.

#include "plan/lock_pins.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace reshoot {
namespace {

bool stands_before(const LockedTake& take, std::string_view clip) {
  return take.clip < clip;
}

using Names = std::unordered_set<std::string_view>;

/// What stays pinned of a clip that this build has not looked at. Only a clip that has gone hands
/// its block on: that is a renamed scene.
const LockedTake* kept(const LockPins& pins, const ClipEnd& clip, const Names& clips) {
  const LockedTake* const mine = pins.block(clip.clip);
  if (mine != nullptr) {
    return mine;
  }
  const LockedTake* const donor = pins.by_key(clip.key);
  return donor != nullptr && !clips.contains(donor->clip) ? donor : nullptr;
}

const LockedTake* find_block(const Lock& lock, std::string_view clip) {
  const auto at = std::lower_bound(lock.clips.begin(), lock.clips.end(), clip, stands_before);
  return at != lock.clips.end() && at->clip == clip ? &*at : nullptr;
}

bool are_equal(const LockedTake* a, const LockedTake* b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

}  // namespace

LockPins::LockPins(Lock lock) : lock_(std::move(lock)) {
  by_key_.reserve(lock_.clips.size());
  for (std::size_t i = 0; i < lock_.clips.size(); ++i) {
    by_key_.emplace(lock_.clips[i].key, i);
  }
}

const LockedTake* LockPins::block(std::string_view clip) const {
  return find_block(lock_, clip);
}

const LockedTake* LockPins::own(std::string_view clip, const Digest& key) const {
  const LockedTake* const mine = block(clip);
  return mine != nullptr && mine->key == key ? mine : nullptr;
}

const LockedTake* LockPins::by_key(const Digest& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &lock_.clips[found->second];
}

const LockedTake* LockPins::find(std::string_view clip, const Digest& key) const {
  const LockedTake* const mine = own(clip, key);
  return mine != nullptr ? mine : by_key(key);
}

Lock next_lock(const LockPins& pins, const std::vector<ClipEnd>& clips, std::string_view ffmpeg) {
  Lock next{pins.lock().identity, pins.lock().ffmpeg, {}};
  if (!ffmpeg.empty()) {
    next.ffmpeg = ffmpeg;
  }
  Names names;
  for (const ClipEnd& clip : clips) {
    names.insert(clip.clip);
  }
  for (const ClipEnd& clip : clips) {
    if (clip.used) {
      next.clips.push_back(*clip.used);
    } else if (const LockedTake* const old = kept(pins, clip, names)) {
      next.clips.push_back(*old);
      next.clips.back().clip = clip.clip;
    }
  }
  std::sort(next.clips.begin(), next.clips.end(),
            [](const LockedTake& a, const LockedTake& b) { return a.clip < b.clip; });
  return next;
}

Lock merge_locks(const Lock& base, const Lock& ours, const Lock& now) {
  Lock merged{ours.identity == base.identity ? now.identity : ours.identity,
              ours.ffmpeg == base.ffmpeg ? now.ffmpeg : ours.ffmpeg,
              {}};
  const auto keep = [&](std::string_view clip) {
    const LockedTake* const before = find_block(base, clip);
    const LockedTake* const mine = find_block(ours, clip);
    const LockedTake* const theirs = find_block(now, clip);
    const LockedTake* const kept = are_equal(before, theirs) ? mine : theirs;
    if (kept != nullptr) {
      merged.clips.push_back(*kept);
    }
  };
  std::set<std::string_view> clips;
  for (const Lock* lock : {&ours, &now}) {
    for (const LockedTake& take : lock->clips) {
      clips.insert(take.clip);
    }
  }
  std::for_each(clips.begin(), clips.end(), keep);
  return merged;
}

}  // namespace reshoot
