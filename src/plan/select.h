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
  bool stands_in = false;             ///< for pinned bytes of a free model that nobody has now
  bool pinned = false;                ///< by the lock or by a person
  bool locked = false;                ///< by the lock: it was approved, and need not be judged
  Standing standing = Standing::ships;
  /// Why a person lets it ship whatever its verdict; nullptr: nobody has said so. The facts' own.
  const std::string* accepted = nullptr;
};

/// The clip as selection sees it.
struct ClipQuestion {
  const std::string& clip;
  const Digest& key;
  bool free = false;             ///< its model costs nothing: what is pinned can be made again
  const Scene* scene = nullptr;  ///< whose policy judges its takes; nullptr: they are not judged
};
ClipQuestion question_of(const Campaign& campaign, const GenerateStep& step);

/// The first of these that holds: the lock's pin of this clip and key, the ledger's pin of them
/// (`take use`, a retake), the lock's pin of the key alone (a renamed scene keeps its take; a twin
/// shares it where it does not fall short for it), the ledger's; then, of the takes of the key that
/// have been fetched, the first that ships, else the first that is not judged yet; then the first
/// that the remote offers and this ledger does not know. A take that was rejected is none, nor is a
/// lost one, unless the lock pins it: its bytes may turn up. Where the lock pins bytes of a free
/// model that nobody has, a take of the same seed stands in for them. The bytes may be missing: ask
/// Facts::can_be_had. nullopt: the clip has no take that may be used.
std::optional<Choice> select_take(const Facts& facts, const ClipQuestion& clip);

/// A take was asked for of the clip as it is, and nothing has been chosen for it since: the next
/// build shoots one. A clip of equal key that is pinned does not follow.
bool wants_retake(const Facts& facts, const std::string& clip, const Digest& key);

/// The first take of a key that has been fetched and is not rejected: what a draft uses, which no
/// pin concerns.
std::optional<Choice> first_take(const Facts& facts, const Digest& clip_key);

}  // namespace reshoot
