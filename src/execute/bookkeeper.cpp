// SPDX-License-Identifier: Apache-2.0
// Rows first, facts after: what the facts say has been committed.

#include "execute/bookkeeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "execute/publish.h"
#include "graph/key.h"
#include "plan/select.h"
#include "store/crash_point.h"

namespace reshoot {

Bookkeeper::Bookkeeper(const Graph& graph, const Campaign& campaign, Facts facts, Store& store,
                       const Clock& clock, bool draft)
    : graph_(graph),
      campaign_(campaign),
      facts_(std::move(facts)),
      store_(store),
      clock_(clock),
      draft_(draft) {}

Result<void> Bookkeeper::begin(const std::filesystem::path& workspace) {
  TRY_ASSIGN(published_, store_.ledger.published(workspace.string()));
  TRY_ASSIGN(step_keys_, store_.ledger.step_keys(campaign_.name));
  return {};
}

const Take* Bookkeeper::selected(const GenerateStep& step) const {
  return draft_ ? first_take(facts_, step.key) : select_take(facts_, clip_name(step), step.key);
}

Result<void> Bookkeeper::refresh() {
  TRY_ASSIGN(const bool changed, store_.ledger.changed_elsewhere());
  if (changed) {
    TRY_ASSIGN(facts_, load_facts(store_.ledger, store_.blobs, campaign_.name));
  }
  return {};
}

Result<Take> Bookkeeper::take_for(const GenerateStep& step, const Decision& decision) {
  if (decision.take) {
    std::vector<Take>& takes = facts_.takes[step.key];
    const auto found = std::find_if(takes.begin(), takes.end(),
                                    [&](const Take& take) { return take.id == *decision.take; });
    CHECK(found != takes.end());
    if (found->state == TakeState::reserved) {
      TRY(store_.ledger.record_intent(found->id));
      found->state = TakeState::intent;
    }
    return *found;
  }
  TRY_ASSIGN(Take take, store_.ledger.reserve({step.key, step.model->id(), step.request.seed,
                                               campaign_.name, step.cost.value_or(Money{})}));
  crash_point("take.reserved");
  TRY(store_.ledger.record_intent(take.id));
  crash_point("take.intent");
  take.state = TakeState::intent;
  remember(take);
  return take;
}

Result<Money> Bookkeeper::record_take(Take take, const GenerateStep& step, const Decision& decision,
                                      const Made& made, const std::vector<std::string>& warnings) {
  const Artifact bytes{step.key, made.blob, made.bytes, made.frames, made.has_sound};
  const bool again = take.state == TakeState::fetched;
  const Money cost = again ? Money{} : step.cost.value_or(Money{});
  const std::string note = fmt::format("{}", fmt::join(warnings, "; "));
  TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
  TRY(again ? store_.ledger.record_remade(take.id, bytes)
            : store_.ledger.record_fetched(take.id, bytes, cost, note));
  if (decision.retake) {
    const RetakeRequest& asked = *decision.retake;
    TRY(store_.ledger.close_retake(asked.id, take.uuid));
    TRY(store_.ledger.select(campaign_.name,
                             {asked.clip, step.key, take.uuid, true, asked.reason, clock_.wall()}));
  }
  TRY(transaction.commit());
  crash_point("take.fetched");
  take.state = TakeState::fetched;
  take.blob = made.blob;
  take.bytes = made.bytes;
  take.frames = made.frames;
  take.has_sound = made.has_sound;
  facts_.blobs.insert(made.blob);
  if (decision.retake) {
    facts_.pins.own[{decision.retake->clip, step.key}] = take.uuid;
    facts_.pins.by_key[step.key] = take.uuid;
    facts_.retakes.erase(step.key);
  }
  remember(take);
  return cost;
}

Result<void> Bookkeeper::record_artifact(const Digest& key, const Made& made) {
  const Artifact artifact{key, made.blob, made.bytes, made.frames, made.has_sound};
  TRY(store_.ledger.record_artifact(artifact));
  crash_point("artifact.recorded");
  facts_.artifacts[key] = artifact;
  facts_.blobs.insert(made.blob);
  return {};
}

/// Clips of equal key find the new take here.
void Bookkeeper::remember(const Take& take) {
  std::vector<Take>& list = facts_.takes[take.clip_key];
  const auto same =
      std::find_if(list.begin(), list.end(), [&](const Take& t) { return t.id == take.id; });
  if (same == list.end()) {
    list.push_back(take);
  } else {
    *same = take;
  }
}

Result<void> Bookkeeper::remember_choice(const GenerateStep& step) {
  const Take* const take = draft_ ? nullptr : selected(step);
  const auto used = facts_.used.find(clip_name(step));
  const bool kept = take != nullptr && used != facts_.used.end() &&
                    used->second.take_uuid == take->uuid && used->second.clip_key == step.key;
  if (take == nullptr || kept) {
    return {};
  }
  TRY(close_outdated_retakes(step));
  Selection selection{clip_name(step), step.key, take->uuid, false, {}, clock_.wall()};
  TRY(store_.ledger.select(campaign_.name, selection));
  facts_.used[selection.clip] = std::move(selection);
  return {};
}

Result<void> Bookkeeper::close_outdated_retakes(const GenerateStep& step) {
  for (auto at = facts_.retakes.begin(); at != facts_.retakes.end();) {
    if (at->second.clip != clip_name(step) || at->first == step.key) {
      ++at;
      continue;
    }
    TRY(store_.ledger.close_retake(at->second.id, {}));
    at = facts_.retakes.erase(at);
  }
  return {};
}

Result<void> Bookkeeper::remember_step(StepIndex step, const Digest& key,
                                       const std::vector<std::optional<Made>>& made) {
  const std::string& id = graph_.steps[step].id;
  const auto known = step_keys_.find(id);
  if (draft_ || (known != step_keys_.end() && known->second == key)) {
    return {};
  }
  KeyText text(graph_.steps[step].kind());
  describe(graph_, graph_.steps[step], made, text);
  return store_.ledger.record_step_text(campaign_.name, id, key, text.text());
}

Result<std::optional<std::string>> Bookkeeper::publish(const CutStep& cut, const Digest& blob,
                                                       const std::filesystem::path& workspace) {
  const std::string path = output_path(campaign_.name, campaign_.videos[cut.video].name, draft_);
  TRY_ASSIGN(const bool there, is_published(workspace, path, blob, published_));
  if (there) {
    return std::nullopt;
  }
  crash_point("video.before_publish");
  TRY_ASSIGN(const Published row, put_out(workspace, path, store_.blobs.path_of(blob), blob));
  crash_point("video.published");
  TRY(store_.ledger.record_published(workspace.string(), row));
  return path;
}

}  // namespace reshoot
