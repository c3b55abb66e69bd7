// SPDX-License-Identifier: Apache-2.0
// Each row says why it keeps its blob; the strongest reason wins.

#include "store/garbage.h"

#include <algorithm>
#include <utility>

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
  if (const auto found = chosen.find(take.uuid); found != chosen.end()) {
    return found->second ? GcReason::pinned : GcReason::selected;
  }
  if (facts.asked.contains(take.clip_key)) {
    return GcReason::asked;
  }
  if (facts.live_keys.contains(take.clip_key)) {
    return GcReason::in_use;
  }
  return take.billed() || !facts.is_free(take.model) ? GcReason::paid_unused : GcReason::unused;
}

bool keeps(GcReason reason, bool include_paid) {
  return reason < GcReason::paid_unused || (reason == GcReason::paid_unused && !include_paid);
}

}  // namespace

std::string_view name_of(GcReason reason) {
  switch (reason) {
    case GcReason::locked:
      return "locked";
    case GcReason::pinned:
      return "pinned";
    case GcReason::selected:
      return "selected";
    case GcReason::asked:
      return "asked";
    case GcReason::in_use:
      return "in_use";
    case GcReason::paid_unused:
      return "paid_unused";
    case GcReason::unused:
      return "unused";
    case GcReason::stray:
      return "stray";
  }
  return "stray";
}

std::vector<GcItem> decide_garbage(const GcFacts& facts) {
  std::unordered_map<Digest, GcItem, DigestHash> items;
  for (const auto& [digest, bytes] : facts.here) {
    GcItem& item = items[digest];
    item.digest = digest;
    item.bytes = bytes;
    item.shared = facts.shared.contains(digest);
    item.asked_remote = facts.asked_remote;
  }
  const auto claim = [&](const Digest& blob, BlobRole role, GcReason reason) -> GcItem* {
    const auto found = items.find(blob);
    if (found == items.end()) {
      return nullptr;
    }
    if (reason < found->second.reason) {
      found->second.role = role;
      found->second.reason = reason;
    }
    return &found->second;
  };
  for (const auto& [blob, where] : facts.locked) {
    if (GcItem* const item = claim(blob, BlobRole::take, GcReason::locked)) {
      item->where = where;
    }
  }
  for (const Artifact& artifact : facts.artifacts) {
    claim(artifact.blob, BlobRole::artifact,
          facts.live_keys.contains(artifact.key) ? GcReason::in_use : GcReason::unused);
  }
  const Chosen chosen = chosen_takes(facts.selections);
  for (const Take& take : facts.takes) {
    GcItem* const item =
        take.blob ? claim(*take.blob, BlobRole::take, reason_of(take, facts, chosen)) : nullptr;
    if (item != nullptr) {
      item->model = take.model;
      item->cost += take.cost;
      item->cost += take.cost_elsewhere;
    }
  }
  std::vector<GcItem> out;
  out.reserve(items.size());
  for (auto& [digest, item] : items) {
    item.keep = keeps(item.reason, facts.include_paid);
    out.push_back(std::move(item));
  }
  std::sort(out.begin(), out.end(),
            [](const GcItem& a, const GcItem& b) { return a.digest < b.digest; });
  return out;
}

std::vector<GcItem> agreed_garbage(const std::vector<GcItem>& shown, std::vector<GcItem> now) {
  std::unordered_set<Digest, DigestHash> to_go;
  for (const GcItem& item : shown) {
    if (!item.keep) {
      to_go.insert(item.digest);
    }
  }
  for (GcItem& item : now) {
    item.keep = item.keep || !to_go.contains(item.digest);
  }
  return now;
}

Result<std::uint64_t> collect_garbage(Ledger& ledger, const BlobStore& blobs,
                                      const std::vector<GcItem>& items) {
  TRY_ASSIGN(Ledger::Transaction transaction, ledger.begin());
  for (const GcItem& item : items) {
    if (!item.keep) {
      TRY(ledger.forget_blob(item.digest));
    }
  }
  TRY(transaction.commit());
  crash_point("gc.after_ledger");
  std::uint64_t freed = 0;
  for (const GcItem& item : items) {
    if (!item.keep) {
      TRY_ASSIGN(const std::uint64_t bytes, blobs.remove(item.digest));
      freed += bytes;
    }
  }
  return freed;
}

}  // namespace reshoot
