// SPDX-License-Identifier: Apache-2.0
// Bulk reads: a plan over many clips asks the database a handful of questions, not one per clip.

#include "plan/facts.h"

#include <algorithm>
#include <tuple>

namespace reshoot {
namespace {

void by_clip_key(std::vector<Take> takes, Facts& facts) {
  facts.takes.reserve(takes.size());
  for (Take& take : takes) {
    facts.takes[take.clip_key].push_back(std::move(take));
  }
  for (auto& [key, list] : facts.takes) {
    std::sort(list.begin(), list.end(),
              [](const Take& a, const Take& b) { return a.number < b.number; });
  }
}

/// Oldest first, so the newest pin of a key stays.
void by_clip(std::vector<Selection> selections, Facts& facts) {
  std::sort(selections.begin(), selections.end(), [](const Selection& a, const Selection& b) {
    return std::tie(a.when, a.clip) < std::tie(b.when, b.clip);
  });
  for (Selection& selection : selections) {
    if (selection.pinned) {
      facts.pins.own[{selection.clip, selection.clip_key}] = selection.take_uuid;
      facts.pins.by_key[selection.clip_key] = {selection.clip, selection.take_uuid};
      if (selection.accepted) {
        facts.pins.accepted[{selection.clip, selection.clip_key}] = selection.reason;
      }
    } else {
      std::string clip = selection.clip;
      facts.used.emplace(std::move(clip), std::move(selection));
    }
  }
}

}  // namespace

void find_gone(const Campaign& campaign, Facts& facts) {
  facts.gone.clear();
  if (facts.lock.lock().clips.empty() && facts.pins.own.empty()) {
    return;
  }
  std::unordered_set<std::string_view> names;
  for (const Scene& scene : campaign.scenes) {
    names.insert(scene.name);
  }
  const auto note = [&](const std::string& clip) {
    if (!names.contains(clip)) {
      facts.gone.insert(clip);
    }
  };
  for (const LockedTake& take : facts.lock.lock().clips) {
    note(take.clip);
  }
  for (const auto& [at, uuid] : facts.pins.own) {
    note(at.clip);
  }
}

Result<Facts> load_facts(const Ledger& ledger, const BlobStore& blobs, std::string_view campaign) {
  Facts facts;
  TRY_ASSIGN(std::vector<Take> takes, ledger.takes());
  by_clip_key(std::move(takes), facts);
  TRY_ASSIGN(std::vector<Artifact> artifacts, ledger.artifacts());
  facts.artifacts.reserve(artifacts.size());
  for (const Artifact& artifact : artifacts) {
    facts.artifacts.emplace(artifact.key, artifact);
  }
  TRY_ASSIGN(std::vector<Selection> selections, ledger.selections(campaign));
  by_clip(std::move(selections), facts);
  TRY_ASSIGN(std::vector<RetakeRequest> retakes, ledger.open_retakes(campaign));
  for (RetakeRequest& request : retakes) {
    const Digest key = request.clip_key;
    facts.retakes[key] = std::move(request);
  }
  TRY_ASSIGN(facts.blobs, blobs.list());
  TRY_ASSIGN(facts.money, ledger.money(campaign));
  return facts;
}

}  // namespace reshoot
