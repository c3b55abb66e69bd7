// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which takes a push or a pull has to look after. Pure.

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/digest.h"
#include "store/lock_file.h"
#include "store/take.h"

namespace reshoot {

using DigestSet = std::unordered_set<Digest, DigestHash>;

/// Takes whose bytes are here and worth sharing: `fetched`, not dropped on purpose, and not
/// rejected unless they cost money. Each pair of clip key and blob once.
std::vector<Take> takes_to_share(const std::vector<Take>& takes, const DigestSet& here);

/// A take that is wanted here: its bytes are missing, or the ledger does not know it.
struct WantedTake {
  Digest clip_key;
  Digest blob;
  std::uint64_t bytes = 0;
  std::string name;            ///< for people: the clip that is pinned to it, or its uuid
  bool here = false;           ///< its bytes are here already
  std::vector<TakeId> revive;  ///< takes with these bytes that count as collected or lost
  bool known = false;          ///< the ledger has a take of this key with these bytes

  friend bool operator==(const WantedTake&, const WantedTake&) = default;
};

/// What locks pin, and what the ledger knows and has not dropped on purpose, as far as it is not
/// all here. Each pair of clip key and blob once, those of locks first.
std::vector<WantedTake> takes_to_bring(const std::vector<Take>& takes,
                                       const std::vector<LockedTake>& locked,
                                       const DigestSet& here);

}  // namespace reshoot
