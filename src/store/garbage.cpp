// SPDX-License-Identifier: Apache-2.0
// Each row says why it keeps its blob; the strongest reason wins.

#include "store/garbage.h"

#include <algorithm>

#include "store/crash_point.h"

namespace reshoot {
namespace {

/// Uuids of the takes that campaigns use: true where a person pinned it.
using Chosen = std::unordered_map<std::string, bool>;

Chosen chosen_takes(const std::vector<Selection>& selections) {
  Chosen out;
  for (const Selection& selection : selections) {
    out[selection.take_uuid] |= selection.pinned;
  }
  return out;
}

GcReason reason_of(const Take& take, const GcFacts& facts, const Chosen& chosen) {
  if (take.cost.micros > 0 || !facts.is_free(take.model)) {
    return GcReason::paid;
  }
  if (const auto found = chosen.find(take.uuid); found != chosen.end()) {
    return found->second ? GcReason::pinned : GcReason::selected;
  }
  return facts.live_keys.contains(take.clip_key) ? GcReason::in_use : GcReason::unused;
}

}  // namespace

std::string_view name_of(GcReason reason) {
  switch (reason) {
    case GcReason::paid:
      return "paid";
    case GcReason::pinned:
      return "pinned";
    case GcReason::selected:
      return "selected";
    case GcReason::in_use:
      return "in_use";
    case GcReason::unused:
      return "unused";
    case GcReason::stray:
      return "stray";
  }
  return "stray";
}

bool keeps(GcReason reason) {
  return reason != GcReason::unused && reason != GcReason::stray;
}

std::vector<GcItem> decide_garbage(const GcFacts& facts) {
  std::unordered_map<Digest, GcItem, DigestHash> items;
  for (const auto& [digest, bytes] : facts.here) {
    items[digest] = {digest, bytes, BlobRole::unknown, GcReason::stray};
  }
  const auto claim = [&](const Digest& blob, BlobRole role, GcReason reason) {
    if (const auto found = items.find(blob);
        found != items.end() && reason < found->second.reason) {
      found->second.role = role;
      found->second.reason = reason;
    }
  };
  for (const Artifact& artifact : facts.artifacts) {
    claim(artifact.blob, BlobRole::artifact,
          facts.live_keys.contains(artifact.key) ? GcReason::in_use : GcReason::unused);
  }
  const Chosen chosen = chosen_takes(facts.selections);
  for (const Take& take : facts.takes) {
    if (take.blob) {
      claim(*take.blob, BlobRole::take, reason_of(take, facts, chosen));
    }
  }
  std::vector<GcItem> out;
  out.reserve(items.size());
  for (const auto& [digest, item] : items) {
    out.push_back(item);
  }
  std::sort(out.begin(), out.end(),
            [](const GcItem& a, const GcItem& b) { return a.digest < b.digest; });
  return out;
}

Result<std::uint64_t> collect_garbage(Ledger& ledger, const BlobStore& blobs,
                                      const std::vector<GcItem>& items) {
  TRY_ASSIGN(Ledger::Transaction transaction, ledger.begin());
  for (const GcItem& item : items) {
    if (!keeps(item.reason)) {
      TRY(ledger.forget_blob(item.digest));
    }
  }
  TRY(transaction.commit());
  crash_point("gc.after_ledger");
  std::uint64_t freed = 0;
  for (const GcItem& item : items) {
    if (!keeps(item.reason)) {
      TRY_ASSIGN(const std::uint64_t bytes, blobs.remove(item.digest));
      freed += bytes;
    }
  }
  return freed;
}

}  // namespace reshoot
