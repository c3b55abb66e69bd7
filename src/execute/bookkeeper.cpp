// SPDX-License-Identifier: Apache-2.0
// Rows first, facts after: what the facts say has been committed.

#include "execute/bookkeeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "execute/publish.h"
#include "graph/key.h"
#include "store/crash_point.h"
#include "store/lock_io.h"
#include "store/uuid.h"

namespace reshoot {
namespace {

/// In the order of roles, as they stand in the head of a lock.
std::vector<Digest> digests_of(const IdentityModels& models) {
  std::vector<Digest> digests;
  for (const IdentityModel* const model : {models.face_detector, models.face_embedding,
                                           models.image_embedding, models.speaker_embedding}) {
    if (model != nullptr) {
      digests.push_back(model->file.result);
    }
  }
  return digests;
}

}  // namespace

Bookkeeper::Bookkeeper(const Graph& graph, const Campaign& campaign, Facts facts, Store& store,
                       const Clock& clock, BookRules rules)
    : graph_(graph),
      campaign_(campaign),
      facts_(std::move(facts)),
      store_(store),
      clock_(clock),
      rules_(std::move(rules)),
      planned_(facts_.lock.lock()) {}

Result<void> Bookkeeper::begin(const std::filesystem::path& workspace) {
  TRY_ASSIGN(published_, store_.ledger.published(workspace.string()));
  TRY_ASSIGN(step_keys_, store_.ledger.step_keys(campaign_.name));
  return {};
}

std::optional<Choice> Bookkeeper::selected(const GenerateStep& step) const {
  return rules_.draft ? first_take(facts_, step.key)
                      : select_take(facts_, question_of(campaign_, step));
}

bool Bookkeeper::retakes(const GenerateStep& step) const {
  return !rules_.draft && !rules_.locked && wants_retake(facts_, clip_name(step), step.key);
}

std::vector<Digest> Bookkeeper::blobs_of(const Digest& clip_key) const {
  std::vector<Digest> blobs;
  if (const auto takes = facts_.takes.find(clip_key); takes != facts_.takes.end()) {
    for (const Take& take : takes->second) {
      if (take.blob) {
        blobs.push_back(*take.blob);
      }
    }
  }
  return blobs;
}

Result<void> Bookkeeper::reread(const GenerateStep& step) {
  TRY_ASSIGN(std::vector<Take> takes, store_.ledger.takes_of(step.key));
  std::sort(takes.begin(), takes.end(),
            [](const Take& a, const Take& b) { return a.number < b.number; });
  facts_.takes[step.key] = std::move(takes);
  return {};
}

Result<void> Bookkeeper::refresh() {
  TRY_ASSIGN(const bool changed, store_.ledger.changed_elsewhere());
  if (!changed) {
    return {};
  }
  TRY_ASSIGN(Facts now, load_facts(store_.ledger, store_.blobs, campaign_.name));
  now.lock = std::move(facts_.lock);
  now.shared = std::move(facts_.shared);
  now.offers = std::move(facts_.offers);
  now.gate = std::move(facts_.gate);
  facts_ = std::move(now);
  return refresh_lock();
}

Result<void> Bookkeeper::refresh_lock() {
  if (!rules_.draft) {
    TRY_ASSIGN(Lock lock, reload_lock(rules_.lock_file));
    facts_.lock = LockPins(std::move(lock));
    find_gone(campaign_, facts_);
  }
  return {};
}

Result<Take> Bookkeeper::take_for(const GenerateStep& step, const Decision& decision) {
  TRY_ASSIGN(Take take, reserve(step, decision));
  if (take.state == TakeState::reserved) {
    crash_point("take.reserved");
    TRY(store_.ledger.record_intent(take.id));
    crash_point("take.intent");
    take.state = TakeState::intent;
    remember(take);
  }
  return take;
}

Result<Take> Bookkeeper::reserve(const GenerateStep& step, const Decision& decision) {
  if (decision.take) {
    const std::vector<Take>& takes = facts_.takes[step.key];
    const auto found = std::find_if(takes.begin(), takes.end(),
                                    [&](const Take& take) { return take.id == *decision.take; });
    CHECK(found != takes.end());
    return *found;
  }
  TRY_ASSIGN(Take take,
             store_.ledger.reserve({step.key, step.model->id(), step.request.seed, campaign_.name,
                                    step.cost.value_or(Money{}), decision.seed, clip_name(step)}));
  remember(take);
  return take;
}

Result<void> Bookkeeper::release_unsent(const Plan& plan) {
  std::unordered_set<TakeId> going_on;
  for (const Decision& decision : plan.decisions) {
    if (decision.take) {
      going_on.insert(*decision.take);
    }
  }
  TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
  for (auto& [key, takes] : facts_.takes) {
    for (Take& take : takes) {
      const bool unsent = take.state == TakeState::reserved && take.campaign == campaign_.name &&
                          !going_on.contains(take.id);
      if (unsent) {
        TRY(store_.ledger.record_failed(take.id, "never sent: the run that asked for it ended"));
        take.state = TakeState::failed;
      }
    }
  }
  return transaction.commit();
}

Result<Money> Bookkeeper::record_take(Take take, const GenerateStep& step, const Decision& decision,
                                      const Made& made, const Settlement& settled,
                                      const std::vector<std::string>& warnings) {
  const Artifact bytes{step.key, made.blob, made.bytes, made.frames, made.has_sound};
  const bool again = take.state == TakeState::fetched;
  const Money cost = again ? Money{} : settled.cost;
  const std::string note = fmt::format("{}", fmt::join(warnings, "; "));
  TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
  TRY(again ? store_.ledger.record_remade(take.id, bytes)
            : store_.ledger.record_fetched(take.id, bytes, settled, note));
  if (decision.retake) {
    TRY(answer(*decision.retake, campaign_.name, take));
  } else if (!again && take.campaign != campaign_.name) {
    TRY(answer_open_request(take));
  }
  if (decision.cause == RunCause::remake && !again) {
    TRY(give_up_missing(step.key, take.seed));
  }
  TRY(transaction.commit());
  crash_point("take.fetched");
  take.state = TakeState::fetched;
  take.cost += cost;
  take.estimated = take.estimated || (!again && settled.estimated);
  put_made(take, made);
  if (decision.retake) {
    remember_answer({decision.retake->clip, true}, take);
  }
  remember(take);
  return cost;
}

/// The take becomes the clip's pin, until its verdict is known to fall short.
Result<void> Bookkeeper::answer(const RetakeRequest& asked, const std::string& campaign,
                                const Take& take) {
  TRY(store_.ledger.close_retake(asked.id, take.uuid));
  return store_.ledger.pin_retake(
      campaign, {asked.clip, take.clip_key, take.uuid, true, asked.reason, clock_.wall()});
}

/// A take answers a request of the campaign that sent it also where no clip of this plan asks: its
/// clip was edited meanwhile, is not built by this run, or is another campaign's. Left open, the
/// request would be paid for once more. What a person has chosen since they asked stays.
Result<std::optional<Bookkeeper::Answer>> Bookkeeper::answer_open_request(const Take& take) {
  TRY_ASSIGN(const std::vector<RetakeRequest> open, store_.ledger.open_retakes(take.campaign));
  const auto asked = std::find_if(open.begin(), open.end(), [&](const RetakeRequest& request) {
    return request.clip_key == take.clip_key;
  });
  if (asked == open.end()) {
    return std::nullopt;
  }
  TRY_ASSIGN(const std::vector<Selection> chosen, store_.ledger.selections(take.campaign));
  const bool pins = std::none_of(chosen.begin(), chosen.end(), [&](const Selection& one) {
    return one.pinned && one.clip == asked->clip && one.clip_key == asked->clip_key &&
           one.when > asked->asked;
  });
  TRY(pins ? answer(*asked, take.campaign, take)
           : store_.ledger.close_retake(asked->id, take.uuid));
  return Answer{asked->clip, pins};
}

void Bookkeeper::remember_answer(const Answer& answered, const Take& take) {
  facts_.retakes.erase(take.clip_key);
  if (answered.pins) {
    facts_.pins.own[{answered.clip, take.clip_key}] = take.uuid;
    facts_.pins.by_key[take.clip_key] = {answered.clip, take.uuid};
    facts_.pins.accepted.erase({answered.clip, take.clip_key});  // that was another take
  }
}

/// A provider has made other bytes in the place of those that nobody has.
Result<void> Bookkeeper::give_up_missing(const Digest& clip_key, std::uint32_t seed) {
  for (Take& take : facts_.takes[clip_key]) {
    const bool missing =
        take.state == TakeState::fetched && take.seed == seed && !facts_.can_be_had(*take.blob);
    if (missing) {
      TRY(store_.ledger.record_lost(take.id, "its bytes were gone, and it was made again"));
      take.state = TakeState::lost;
    }
  }
  return {};
}

void Bookkeeper::put_made(Take& take, const Made& made) {
  take.blob = made.blob;
  take.bytes = made.bytes;
  take.frames = made.frames;
  take.has_sound = made.has_sound;
  facts_.blobs.insert(made.blob);
}

Result<void> Bookkeeper::record_stray(Take take, const Made& made, const Settlement& settled) {
  const Artifact bytes{take.clip_key, made.blob, made.bytes, made.frames, made.has_sound};
  TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
  TRY(store_.ledger.record_fetched(take.id, bytes, settled));
  TRY_ASSIGN(const std::optional<Answer> answered, answer_open_request(take));
  TRY(transaction.commit());
  crash_point("take.fetched");
  take.state = TakeState::fetched;
  take.cost += settled.cost;
  take.estimated = settled.estimated;
  put_made(take, made);
  if (answered && take.campaign == campaign_.name) {
    remember_answer(*answered, take);
  }
  remember(take);
  return {};
}

Result<Made> Bookkeeper::record_fetched(const GenerateStep& step, const Decision& decision,
                                        const FetchedTake& fetched, const SharedTakes* remote) {
  const Fetch& wanted = *decision.fetch;
  Made made{fetched.blob.digest, fetched.blob.bytes, fetched.frames, fetched.has_sound};
  TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
  std::optional<Take> take;
  if (decision.take) {
    made.frames = decision.made->frames;
    made.has_sound = decision.made->has_sound;
    take = *take_of(step.key, wanted.blob);
    TRY(store_.ledger.record_remade(
        take->id, {step.key, made.blob, made.bytes, made.frames, made.has_sound}));
    take->collected = false;
    take->state = TakeState::fetched;
  } else {
    TRY_ASSIGN(take, adopt(step, fetched, decision));
    made.frames = take->frames;
    made.has_sound = take->has_sound;
  }
  if (remote != nullptr && !wanted.here) {
    TRY(store_.ledger.record_pushed(remote->place(), made.blob));
  }
  TRY(transaction.commit());
  facts_.blobs.insert(made.blob);
  remember(*take);
  return made;
}

/// A record that claims to be another take's is of no use; the bytes are what was wanted.
Result<Take> Bookkeeper::adopt(const GenerateStep& step, const FetchedTake& fetched,
                               const Decision& decision) {
  Result<Take> take = store_.ledger.adopt(provenance(step, fetched, decision));
  if (take || take.error().kind != ErrorKind::corrupt) {
    return take;
  }
  return store_.ledger.adopt(unrecorded(step, fetched));
}

/// What is known of a take that this ledger has never seen: its record, else what the lock and its
/// own bytes tell.
TakeRecord Bookkeeper::provenance(const GenerateStep& step, const FetchedTake& fetched,
                                  const Decision& decision) const {
  if (decision.fetch->record) {
    return *decision.fetch->record;
  }
  if (fetched.record) {
    return *fetched.record;
  }
  return unrecorded(step, fetched);
}

TakeRecord Bookkeeper::unrecorded(const GenerateStep& step, const FetchedTake& fetched) const {
  TakeRecord record;
  record.uuid = new_uuid();
  record.clip_key = step.key;
  record.model = step.model->id();
  record.campaign = campaign_.name;
  record.created = clock_.wall();
  record.blob = fetched.blob.digest;
  record.bytes = fetched.blob.bytes;
  record.frames = fetched.frames;
  record.has_sound = fetched.has_sound;
  record.note = "found without a record of where it comes from";
  if (const LockedTake* const pin = facts_.lock.find(clip_name(step), step.key)) {
    record.model = pin->model;
    record.seed = pin->seed;
  }
  return record;
}

TakeRecord Bookkeeper::shared_record(const GenerateStep& step, const Digest& blob) const {
  KeyText text(StepKind::generate);
  describe(step.request, text);
  return record_of(*take_of(step.key, blob), text.text());
}

Result<void> Bookkeeper::record_pushed(const SharedTakes& remote, const Digest& blob) {
  return store_.ledger.record_pushed(remote.place(), blob);
}

const Take* Bookkeeper::take_of(const Digest& clip_key, const Digest& blob) const {
  const std::vector<Take>& takes = facts_.takes.at(clip_key);
  const auto found =
      std::find_if(takes.begin(), takes.end(), [&](const Take& take) { return take.blob == blob; });
  CHECK(found != takes.end());
  return &*found;
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
  const std::optional<Choice> choice = rules_.draft ? std::nullopt : selected(step);
  const Take* const take = choice ? choice->take : nullptr;
  const auto used = facts_.used.find(clip_name(step));
  const bool kept = take != nullptr && used != facts_.used.end() &&
                    used->second.take_uuid == take->uuid && used->second.clip_key == step.key;
  if (take == nullptr || kept) {
    return {};
  }
  Selection selection{clip_name(step), step.key, take->uuid, false, {}, clock_.wall()};
  TRY(store_.ledger.select(campaign_.name, selection));
  facts_.used[selection.clip] = std::move(selection);
  return {};
}

Result<void> Bookkeeper::remember_step(StepIndex step, const Digest& key,
                                       const std::vector<std::optional<Made>>& made) {
  const std::string& id = graph_.steps[step].id;
  const auto known = step_keys_.find(id);
  if (rules_.draft || (known != step_keys_.end() && known->second == key)) {
    return {};
  }
  KeyText text(graph_.steps[step].kind());
  describe(graph_, graph_.steps[step], made, text);
  return store_.ledger.record_step_text(campaign_.name, id, key, text.text());
}

/// What stands in for approved bytes is not approved: the block stays as it was.
std::optional<LockedTake> Bookkeeper::locked_take(const GenerateStep& step) const {
  const std::optional<Choice> choice = selected(step);
  if (!choice || choice->take == nullptr || choice->stands_in) {
    return std::nullopt;
  }
  const Take& take = *choice->take;
  LockedTake locked{clip_name(step), step.key, choice->blob, take.bytes, take.model, take.seed};
  if (choice->accepted != nullptr) {
    locked.accepted = lock_reason(*choice->accepted);
  }
  return locked;
}

Result<bool> Bookkeeper::keep_lock(const std::vector<bool>& built, bool cut) {
  if (rules_.draft || rules_.locked) {
    return false;
  }
  TRY_ASSIGN(const std::optional<FileStat> campaign, stat_file(campaign_.file));
  if (rules_.campaign_stat && campaign != rules_.campaign_stat) {
    return true;
  }
  std::vector<ClipEnd> clips;
  for (StepIndex i = 0; i < graph_.steps.size(); ++i) {
    if (const auto* step = std::get_if<GenerateStep>(&graph_.steps[i].what)) {
      clips.push_back({clip_name(*step), step->key, built[i] ? locked_take(*step) : std::nullopt});
    }
  }
  const LockPins planned(planned_);
  Lock ours = next_lock(planned, clips, cut ? std::string_view(graph_.tools) : "");
  if (const std::vector<Digest> models = digests_of(rules_.identity); !models.empty()) {
    ours.identity = models;
  }
  TRY(save_lock(rules_.lock_file, merge_locks(planned_, ours, facts_.lock.lock())));
  return false;
}

Result<std::optional<std::string>> Bookkeeper::publish(const CutStep& cut, const Digest& blob,
                                                       const std::filesystem::path& workspace) {
  const std::string path =
      output_path(campaign_.name, campaign_.videos[cut.video].name, rules_.draft);
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
