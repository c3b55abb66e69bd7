// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which take a clip uses: the one pure function.

#include <cstdint>
#include <optional>
#include <string>

#include "plan/facts.h"

namespace reshoot {

/// The take that a clip uses.
struct Choice {
  Digest blob;
  std::uint64_t bytes = 0;
  std::uint32_t seed = 0;
  const Take* take = nullptr;         ///< its row; nullptr: this ledger has never seen it
  const TakeRecord* offer = nullptr;  ///< its record, where only the remote knows of it
};

/// The clip as selection sees it.
struct ClipQuestion {
  const std::string& clip;
  const Digest& key;
  bool free = false;  ///< its model costs nothing: what is pinned can be made again
};

/// The first of these that holds: the lock's pin of this clip and key, the ledger's pin of them
/// (`take use`, a retake), the lock's pin of the key alone (a renamed scene keeps its take), the
/// ledger's; then the first take of the key that has been fetched, then the first that the remote
/// offers. A take that was rejected or lost is none. Where the lock pins bytes of a free model that
/// nobody has, a take of the same seed stands in for them. The bytes may be missing: ask
/// Facts::can_be_had. nullopt: the clip has no take that may be used.
std::optional<Choice> select_take(const Facts& facts, const ClipQuestion& clip);

/// The first take of a key that has been fetched and is not rejected: what a draft uses, which no
/// pin concerns.
std::optional<Choice> first_take(const Facts& facts, const Digest& clip_key);

}  // namespace reshoot
