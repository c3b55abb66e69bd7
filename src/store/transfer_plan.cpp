// SPDX-License-Identifier: Apache-2.0

#include "store/transfer_plan.h"

#include <map>
#include <set>
#include <utility>

namespace reshoot {
namespace {

using KeyAndBlob = std::pair<Digest, Digest>;

using TakesByPair = std::map<KeyAndBlob, std::vector<const Take*>>;

TakesByPair by_pair(const std::vector<Take>& takes) {
  TakesByPair out;
  for (const Take& take : takes) {
    if (take.blob) {
      out[{take.clip_key, *take.blob}].push_back(&take);
    }
  }
  return out;
}

/// What the ledger says of one pair.
void look_up(const TakesByPair& ledger, WantedTake& wanted) {
  const auto known = ledger.find({wanted.clip_key, wanted.blob});
  if (known == ledger.end()) {
    return;
  }
  wanted.known = true;
  for (const Take* const take : known->second) {
    if (take->state == TakeState::lost || take->collected) {
      wanted.revive.push_back(take->id);
    }
  }
}

}  // namespace

std::vector<Take> takes_to_share(const std::vector<Take>& takes, const DigestSet& here) {
  std::vector<Take> out;
  std::set<KeyAndBlob> seen;
  for (const bool rejected : {false, true}) {  // of equal bytes, the take that may be used
    for (const Take& take : takes) {
      if (take.rejected == rejected && (!rejected || take.billed()) &&
          take.state == TakeState::fetched && take.blob && !take.collected &&
          here.contains(*take.blob) && seen.emplace(take.clip_key, *take.blob).second) {
        out.push_back(take);
      }
    }
  }
  return out;
}

std::vector<WantedTake> takes_to_bring(const std::vector<Take>& takes,
                                       const std::vector<LockedTake>& locked,
                                       const DigestSet& here) {
  std::vector<WantedTake> out;
  std::set<KeyAndBlob> seen;
  const TakesByPair ledger = by_pair(takes);
  const auto add = [&](WantedTake wanted) {
    if (!seen.emplace(wanted.clip_key, wanted.blob).second) {
      return;
    }
    wanted.here = here.contains(wanted.blob);
    look_up(ledger, wanted);
    if (!wanted.here || !wanted.known || !wanted.revive.empty()) {
      out.push_back(std::move(wanted));
    }
  };
  for (const LockedTake& take : locked) {
    add({take.key, take.blob, take.bytes, take.clip, false, {}, false});
  }
  for (const Take& take : takes) {
    if (take.state == TakeState::fetched && take.blob && !take.collected) {
      add({take.clip_key, *take.blob, take.bytes, take.uuid, false, {}, false});
    }
  }
  return out;
}

}  // namespace reshoot
