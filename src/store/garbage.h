// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which blobs may go: one pure decision with the reason for each, and the dull part that drops
// them.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/blobs.h"
#include "store/health.h"
#include "store/ledger.h"

namespace reshoot {

/// Why a blob stays or goes. The first that holds, in this order.
enum class GcReason {
  locked,       ///< a lock of a branch or of a work tree has these bytes
  pinned,       ///< a person chose this take
  selected,     ///< a campaign uses this take
  asked,        ///< a clip with this take is waiting for another one
  in_use,       ///< a clip or step of a campaign has this key now
  paid_unused,  ///< nothing needs it; it cost money, or its model is not free
  unused,       ///< known, and nothing needs it: it can be made again for free
  stray,        ///< not in the ledger at all
};
std::string_view name_of(GcReason reason);

struct GcItem {
  Digest digest;
  std::uint64_t bytes = 0;
  BlobRole role = BlobRole::unknown;
  GcReason reason = GcReason::stray;
  bool keep = false;
  std::string where{};        ///< of `locked`: what locks it, such as `branch main`
  std::string model{};        ///< of a take
  Money cost{};               ///< what its takes cost, here and elsewhere
  bool shared = false;        ///< the remote has a copy, or had one when this store last knew
  bool asked_remote = false;  ///< the remote itself has just said so
};

struct GcFacts {
  std::vector<Take> takes;
  std::vector<Artifact> artifacts;
  std::vector<Selection> selections;                           ///< of all campaigns
  std::unordered_map<Digest, std::string, DigestHash> locked;  ///< by blob: what locks it
  std::unordered_set<Digest, DigestHash> asked;                ///< clip keys with an open retake
  std::unordered_set<Digest, DigestHash> live_keys;            ///< of clips and free steps
  std::unordered_map<Digest, std::uint64_t, DigestHash> here;  ///< blobs in the store, with bytes
  std::unordered_set<Digest, DigestHash> shared;               ///< blobs that the remote has
  bool asked_remote = false;  ///< `shared` is what the remote has just said
  std::function<bool(std::string_view model)> is_free;
  bool include_paid = false;  ///< `paid_unused` goes too
};

/// One item for each blob that is here, sorted by digest. Pure.
std::vector<GcItem> decide_garbage(const GcFacts& facts);

/// A person was shown one decision, and the world has moved on: `now`, but what was not shown to go
/// is kept. Pure.
std::vector<GcItem> agreed_garbage(const std::vector<GcItem>& shown, std::vector<GcItem> now);

/// Drops what may go: the ledger lets go first, so that a crash leaves strays and no losses. Bytes
/// freed.
Result<std::uint64_t> collect_garbage(Ledger& ledger, const BlobStore& blobs,
                                      const std::vector<GcItem>& items);

}  // namespace reshoot
