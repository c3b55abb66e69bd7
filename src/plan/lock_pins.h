// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the lock pins, as selection asks for it; and the lock that a build leaves. Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/lock_file.h"

namespace reshoot {

/// The blocks of a lock by clip and by key. Nothing is pinned where there is no lock.
class LockPins {
 public:
  LockPins() = default;
  explicit LockPins(Lock lock);

  /// The clip's own block, while it is of this key; nullptr: there is none.
  [[nodiscard]] const LockedTake* own(std::string_view clip, const Digest& key) const;
  /// A block of this key, whatever its clip: a renamed scene keeps its take. Of several, the first
  /// by clip.
  [[nodiscard]] const LockedTake* by_key(const Digest& key) const;
  /// own(), else by_key().
  [[nodiscard]] const LockedTake* find(std::string_view clip, const Digest& key) const;
  /// The clip's own block, of whatever key.
  [[nodiscard]] const LockedTake* block(std::string_view clip) const;
  [[nodiscard]] const Lock& lock() const { return lock_; }

 private:
  Lock lock_;
  std::unordered_map<Digest, std::size_t, DigestHash> by_key_;  ///< into lock_.clips
};

/// What a build knows of a clip of the campaign at its end.
struct ClipEnd {
  std::string clip;
  Digest key;
  std::optional<LockedTake> used;  ///< nullopt: not built this time, or without a take
};

/// The lock after a build: each clip that was built has the take that it uses; of the others, the
/// block of a clip's own name stays as it was, so that an edit that is taken back finds its choice
/// again, and a renamed clip takes the block of its key along. Clips that the campaign no
/// longer has are gone. `ffmpeg`: of this build's cuts; empty where nothing was cut.
Lock next_lock(const LockPins& pins, const std::vector<ClipEnd>& clips, std::string_view ffmpeg);

/// What a build has changed (`ours` against `base`, which it was planned with), taken into the lock
/// as it is `now`. Where somebody else has changed a block meanwhile, theirs stays.
Lock merge_locks(const Lock& base, const Lock& ours, const Lock& now);

}  // namespace reshoot
