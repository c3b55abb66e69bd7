// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is known when a plan is made: the lock, ledger rows, the blobs that are here and those that
// the remote has. Values, no connection.

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "plan/gate.h"
#include "plan/lock_pins.h"
#include "store/blobs.h"
#include "store/ledger.h"
#include "store/take_record.h"

namespace reshoot {

/// A clip as it stands: its name and its key.
struct ClipAt {
  std::string clip;
  Digest key;
  friend bool operator==(const ClipAt&, const ClipAt&) = default;
};
struct ClipAtHash {
  std::size_t operator()(const ClipAt& at) const noexcept {
    return std::hash<std::string>()(at.clip) ^ DigestHash()(at.key);
  }
};

/// A take that was chosen for one clip, as others of its key see it.
struct KeyPin {
  std::string clip;
  std::string take;  ///< its uuid
};

/// What people chose, as uuids of takes.
struct Pins {
  std::unordered_map<ClipAt, std::string, ClipAtHash> own;  ///< per clip and key
  std::unordered_map<Digest, KeyPin, DigestHash> by_key;    ///< the newest per key, of any clip
  /// Of `own`: the reasons that people gave. Such a take ships whatever its verdict.
  std::unordered_map<ClipAt, std::string, ClipAtHash> accepted;
};

struct Facts {
  std::unordered_map<Digest, std::vector<Take>, DigestHash>
      takes;                                                   ///< by clip key, in order of number
  std::unordered_map<Digest, Artifact, DigestHash> artifacts;  ///< by step key
  std::unordered_set<Digest, DigestHash> blobs;                ///< present in the store
  LockPins lock;                                               ///< empty for drafts
  Pins pins;
  /// Clips that are pinned, but not in the campaign any more: a scene that has another name now
  /// takes over what was chosen for the old one. The caller's to add: find_gone().
  std::unordered_set<std::string> gone;
  /// Of the blobs that a plan asks for and that are not here: those that the remote has.
  std::unordered_set<Digest, DigestHash> shared;
  /// Takes of the remote for keys without a take here that may ship: oldest first, rejected ones
  /// last.
  std::unordered_map<Digest, std::vector<TakeRecord>, DigestHash> offers;
  std::unordered_map<std::string, Selection> used;  ///< by clip: what its last build used
  std::unordered_map<Digest, RetakeRequest, DigestHash> retakes;  ///< open ones, by clip key
  MoneyTotals money;  ///< of this campaign, over all runs
  Gate gate;          ///< the caller's to add: load_gate()

  /// Its bytes are here, or the remote has them.
  [[nodiscard]] bool can_be_had(const Digest& blob) const {
    return blobs.contains(blob) || shared.contains(blob);
  }
};

/// Which of the pinned clips (`lock`, `pins`) have gone.
void find_gone(const Campaign& campaign, Facts& facts);

/// Reads all that a plan of this campaign needs in a few bulk queries and one look at the blob
/// folder. The lock and the remote are the caller's to add.
Result<Facts> load_facts(const Ledger& ledger, const BlobStore& blobs, std::string_view campaign);

}  // namespace reshoot
