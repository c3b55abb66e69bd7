// SPDX-License-Identifier: Apache-2.0
// Clips are sorted in a lock: a binary search finds one.

#include "plan/lock_pins.h"

#include <algorithm>

namespace reshoot {
namespace {

bool stands_before(const LockedTake& take, std::string_view clip) {
  return take.clip < clip;
}

/// What stays pinned of a clip that this build has not looked at.
const LockedTake* kept(const LockPins& pins, const ClipEnd& clip) {
  const LockedTake* const fitting = pins.find(clip.clip, clip.key);
  return fitting != nullptr ? fitting : pins.block(clip.clip);
}

}  // namespace

LockPins::LockPins(Lock lock) : lock_(std::move(lock)) {
  by_key_.reserve(lock_.clips.size());
  for (std::size_t i = 0; i < lock_.clips.size(); ++i) {
    by_key_.emplace(lock_.clips[i].key, i);
  }
}

const LockedTake* LockPins::block(std::string_view clip) const {
  const auto at = std::lower_bound(lock_.clips.begin(), lock_.clips.end(), clip, stands_before);
  return at != lock_.clips.end() && at->clip == clip ? &*at : nullptr;
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
  for (const ClipEnd& clip : clips) {
    if (clip.used) {
      next.clips.push_back(*clip.used);
    } else if (const LockedTake* const old = kept(pins, clip)) {
      next.clips.push_back(*old);
      next.clips.back().clip = clip.clip;
    }
  }
  std::sort(next.clips.begin(), next.clips.end(),
            [](const LockedTake& a, const LockedTake& b) { return a.clip < b.clip; });
  return next;
}

}  // namespace reshoot
