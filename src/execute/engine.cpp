// SPDX-License-Identifier: Apache-2.0
// The engine's loop: start what may start, wait, take in what happened. All ledger writes are here.

#include "execute/engine.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/check.h"
#include "execute/publish.h"
#include "execute/scheduler.h"
#include "execute/worker_pool.h"
#include "graph/key.h"
#include "plan/select.h"
#include "store/crash_point.h"

namespace reshoot {
namespace {

template <class... F>
struct overloaded : F... {
  using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

class Engine {
 public:
  Engine(const Graph& graph, const Campaign& campaign, const Plan& plan, Facts facts, Store& store,
         const StepRunner& runner, Observer& observer, const Clock& clock, Inbox& inbox,
         const Cancel& cancel, const EngineOptions& options)
      : graph_(graph),
        campaign_(campaign),
        plan_(plan),
        facts_(std::move(facts)),
        store_(store),
        observer_(observer),
        clock_(clock),
        inbox_(inbox),
        options_(options),
        scheduler_(graph, plan, options.keep_going),
        made_(made_by(graph, plan)),
        pool_(options.jobs, runner, store.blobs, inbox, cancel) {
    for (const Decision& decision : plan.decisions) {
      decisions_.emplace(decision.step, &decision);
    }
  }

  Result<BuildOutcome> run() {
    begun_ = clock_.now();
    tell(BuildStarted{&graph_, &plan_, options_.jobs});
    TRY_ASSIGN(const std::int64_t build, store_.ledger.begin_build(campaign_.name));
    TRY_ASSIGN(published_, store_.ledger.published());
    TRY_ASSIGN(step_keys_, store_.ledger.step_keys(campaign_.name));
    const Result<void> ran = loop();
    if (!ran) {
      failures_.push_back(ran.error());
    }
    TRY(record_hits());
    BuildOutcome outcome = sum_up(ran.has_value());
    TRY(store_.ledger.end_build(build, outcome_name(outcome.finished.end)));
    TRY(store_.stats.flush());
    tell(outcome.finished);
    return outcome;
  }

 private:
  Result<void> loop() {
    TRY(publish_hits());
    while (true) {
      TRY(start_all());
      if (scheduler_.running() == 0) {
        return {};
      }
      for (Event& event : inbox_.wait(observer_.tick())) {
        TRY(take_in(std::move(event)));
      }
      tell(Tick{});
    }
  }

  Result<void> start_all() {
    while (busy_ < options_.jobs) {
      // What arrived before the first start counts: a Ctrl-C during planning starts nothing.
      for (Event& event : inbox_.wait(Millis(0))) {
        TRY(take_in(std::move(event)));
      }
      const std::optional<StepIndex> step = scheduler_.next();
      if (!step) {
        return {};
      }
      TRY(start(*step));
    }
    return {};
  }

  Result<void> take_in(Event event) {
    return std::visit(overloaded{[&](WorkDone& done) { return on_done(std::move(done)); },
                                 [&](Interrupted&) {
                                   interrupted_ = true;
                                   scheduler_.stop();
                                   tell(BuildStopping{});
                                   return Result<void>();
                                 }},
                      event);
  }

  // Starting a step.

  Result<void> start(StepIndex index) {
    const Step& step = graph_.steps[index];
    return std::visit(overloaded{[&](const GenerateStep& s) { return start_generate(index, s); },
                                 [&](const ConformStep& s) { return start_conform(index, s); },
                                 [&](const CutStep& s) { return start_cut(index, s); }},
                      step.what);
  }

  Result<void> start_generate(StepIndex index, const GenerateStep& step) {
    const Decision& decision = *decisions_.at(index);
    if (decision.same_as) {
      return adopt(index, step);
    }
    TRY_ASSIGN(const Take take, take_for(step, decision));
    takes_[index] = take;
    GenerateWork work{step.request, take.seed};
    tell(StepStarted{index});
    post({index, std::move(work), sources_of(step.request)});
    return {};
  }

  /// The durable row of what is about to be shot: a new take, or one that was cut short.
  Result<Take> take_for(const GenerateStep& step, const Decision& decision) {
    if (decision.take) {
      for (const Take& take : facts_.takes[step.key]) {
        if (take.id == *decision.take) {
          if (take.state == TakeState::reserved) {
            TRY(store_.ledger.record_intent(take.id));
          }
          return take;
        }
      }
    }
    NewTake wanted{step.key, step.model->id(), step.request.seed, campaign_.name,
                   step.cost.value_or(Money{})};
    TRY_ASSIGN(const Take take, store_.ledger.reserve(wanted));
    crash_point("take.reserved");
    TRY(store_.ledger.record_intent(take.id));
    crash_point("take.intent");
    return take;
  }

  /// Another clip of equal key has just been made, or was here: its take is this one's too.
  Result<void> adopt(StepIndex index, const GenerateStep& step) {
    const Take* take = select_take(facts_, clip_name(step), step.key);
    CHECK(take != nullptr && take->blob);
    return finish(index, {*take->blob, take->bytes, take->frames, take->has_sound}, step.key, false,
                  {});
  }

  Result<void> start_conform(StepIndex index, const ConformStep& step) {
    TRY_ASSIGN(const bool done, finish_if_made(index));
    if (done) {
      return {};
    }
    ConformWork work{{}, step.size, step.fps, step.fit, step.seconds};
    Job job{index, {}, {}};
    if (step.clip) {
      TRY_ASSIGN(const bool usable, check_blob(index, made_[*step.clip]->blob));
      if (!usable) {
        return {};
      }
      work.source = {store_.blobs.path_of(made_[*step.clip]->blob), MediaType::mp4};
    } else {
      work.source = {step.footage->path, step.footage->type};
      job.sources.push_back(*step.footage);
    }
    job.work = std::move(work);
    tell(StepStarted{index});
    post(std::move(job));
    return {};
  }

  Result<void> start_cut(StepIndex index, const CutStep& step) {
    TRY_ASSIGN(const bool done, finish_if_made(index));
    if (done) {
      return {};
    }
    CutWork work{{}, campaign_.videos[step.video].size.value, step.fps, step.loudness};
    Job job{index, {}, {}};
    for (const StepIndex segment : step.segments) {
      TRY_ASSIGN(const bool usable, add_segment(index, segment, work, job.sources));
      if (!usable) {
        return {};
      }
    }
    job.work = std::move(work);
    tell(StepStarted{index});
    post(std::move(job));
    return {};
  }

  Result<bool> add_segment(StepIndex cut, StepIndex segment, CutWork& work,
                           std::vector<InputFile>& sources) {
    const auto& conform = std::get<ConformStep>(graph_.steps[segment].what);
    const Made& picture = *made_[segment];
    TRY_ASSIGN(bool usable, check_blob(cut, picture.blob));
    CutSegment& out = work.segments.emplace_back();
    out.picture = store_.blobs.path_of(picture.blob);
    out.frames = picture.frames;
    if (usable && picture.has_sound && conform.clip) {
      const Digest& clip = made_[*conform.clip]->blob;
      TRY_ASSIGN(usable, check_blob(cut, clip));
      out.sound = WorkInput{store_.blobs.path_of(clip), MediaType::mp4};
    } else if (usable && picture.has_sound) {
      out.sound = WorkInput{conform.footage->path, conform.footage->type};
      sources.push_back(*conform.footage);
    }
    return usable;
  }

  /// A free step whose output turns out to be here already does not run.
  Result<bool> finish_if_made(StepIndex index) {
    const Digest key = key_of(graph_, graph_.steps[index], made_);
    const std::optional<Made> made = find_made(facts_, key);
    if (!made) {
      return false;
    }
    TRY(finish(index, *made, key, false, {}));
    return true;
  }

  /// Bytes are checked before they are served. A damaged blob is moved aside and the step fails; a
  /// new plan makes it again.
  Result<bool> check_blob(StepIndex user, const Digest& blob) {
    if (checked_.contains(blob)) {
      return true;
    }
    const Result<KnownFile> known = store_.stats.digests(store_.blobs.path_of(blob));
    if (known && known->sha256 == blob) {
      checked_.insert(blob);
      return true;
    }
    if (known) {
      TRY(store_.blobs.quarantine(blob));
    }
    ++damaged_;
    TRY(fail_step(
        user, {ErrorKind::corrupt,
               "blob " + blob.text() + (known ? " is damaged; it was moved aside" : " is missing"),
               "it is made again where that is free; else 'reshoot status' shows it as lost"}));
    return false;
  }

  void post(Job job) {
    ++busy_;
    pool_.start(std::move(job));
  }

  static std::vector<InputFile> sources_of(const GenerateRequest& request) {
    std::vector<InputFile> all;
    for (const CastRequest& cast : request.cast) {
      all.insert(all.end(), cast.references.begin(), cast.references.end());
    }
    for (const std::optional<InputFile>& frame : {request.first_frame, request.last_frame}) {
      if (frame) {
        all.push_back(*frame);
      }
    }
    return all;
  }

  // Taking in what was done.

  Result<void> on_done(WorkDone done) {
    --busy_;
    if (!done.result) {
      return fail_step(done.step, done.result.error());
    }
    Produced& produced = *done.result;
    const Made made{produced.blob.digest, produced.blob.bytes, produced.output.frames,
                    produced.output.has_sound};
    crash_point("step.stored");
    facts_.blobs.insert(made.blob);
    checked_.insert(made.blob);
    const Step& step = graph_.steps[done.step];
    if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
      TRY(record_take(done.step, *generate, made));
      return finish(done.step, made, generate->key, true, produced);
    }
    const Digest key = key_of(graph_, step, made_);
    const Artifact artifact{key, made.blob, made.bytes, made.frames, made.has_sound};
    TRY(store_.ledger.record_artifact(artifact));
    facts_.artifacts[key] = artifact;
    crash_point("artifact.recorded");
    return finish(done.step, made, key, true, produced);
  }

  Result<void> record_take(StepIndex index, const GenerateStep& step, const Made& made) {
    Take& take = takes_.at(index);
    const Decision& decision = *decisions_.at(index);
    const Artifact bytes{step.key, made.blob, made.bytes, made.frames, made.has_sound};
    TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
    if (take.state == TakeState::fetched) {
      TRY(store_.ledger.record_remade(take.id, bytes));
    } else {
      TRY(store_.ledger.record_fetched(take.id, bytes, step.cost.value_or(Money{})));
      spent_ += step.cost.value_or(Money{});
    }
    if (decision.retake) {
      TRY(store_.ledger.close_retake(*decision.retake, take.uuid));
    }
    TRY(transaction.commit());
    crash_point("take.fetched");
    take.state = TakeState::fetched;
    take.blob = made.blob;
    take.bytes = made.bytes;
    take.frames = made.frames;
    take.has_sound = made.has_sound;
    remember(take);
    if (decision.retake && !options_.draft) {
      return choose(step, take, true, "retake");
    }
    return {};
  }

  /// The facts follow the ledger, so that clips of equal key find the new take.
  void remember(const Take& take) {
    std::vector<Take>& list = facts_.takes[take.clip_key];
    const auto same =
        std::find_if(list.begin(), list.end(), [&](const Take& t) { return t.id == take.id; });
    if (same == list.end()) {
      list.push_back(take);
    } else {
      *same = take;
    }
  }

  Result<void> finish(StepIndex index, const Made& made, const Digest& key, bool ran,
                      const std::optional<Produced>& produced) {
    made_[index] = made;
    scheduler_.finish(index);
    Count& count = count_of(index);
    ++(ran ? count.run : count.hit);
    StepFinished event{index, ran, key, made.blob, Millis(0), Money{}, {}};
    if (produced) {
      event.took = produced->took;
      event.warnings = produced->output.warnings;
    }
    if (const auto* generate = std::get_if<GenerateStep>(&graph_.steps[index].what);
        generate && ran) {
      event.cost = generate->cost.value_or(Money{});
    }
    tell(event);
    TRY(remember_step(index, key));
    if (const auto* cut = std::get_if<CutStep>(&graph_.steps[index].what)) {
      return publish_video(index, *cut, made.blob);
    }
    return {};
  }

  Result<void> fail_step(StepIndex index, const Error& error) {
    scheduler_.fail(index);
    if (error.kind == ErrorKind::cancelled) {
      return {};
    }
    ++count_of(index).failed;
    failures_.push_back(error);
    tell(StepFailed{index, error});
    return {};
  }

  // Selections, explanations, finished videos.

  Result<void> choose(const GenerateStep& step, const Take& take, bool pinned, std::string reason) {
    Selection selection{clip_name(step), step.key,          take.uuid,
                        pinned,          std::move(reason), clock_.wall()};
    TRY(store_.ledger.select(campaign_.name, selection));
    if (pinned) {
      facts_.pins[step.key] = take.uuid;
    }
    facts_.selections[selection.clip] = selection;
    return {};
  }

  Result<void> choose_if_new(const GenerateStep& step) {
    const Take* take = select_take(facts_, clip_name(step), step.key);
    const auto known = facts_.selections.find(clip_name(step));
    if (take == nullptr ||
        (known != facts_.selections.end() && known->second.take_uuid == take->uuid &&
         known->second.clip_key == step.key)) {
      return {};
    }
    const auto pin = facts_.pins.find(step.key);
    const bool pinned = pin != facts_.pins.end() && pin->second == take->uuid;
    return choose(step, *take, pinned, pinned ? "follows the clip's pin" : "");
  }

  Result<void> remember_step(StepIndex index, const Digest& key) {
    const std::string& id = graph_.steps[index].id;
    const auto known = step_keys_.find(id);
    if (options_.draft || (known != step_keys_.end() && known->second == key)) {
      return {};
    }
    KeyText text(graph_.steps[index].kind());
    describe(graph_, graph_.steps[index], made_, text);
    return store_.ledger.record_step_text(campaign_.name, id, key, text.text());
  }

  /// Selections and key texts of all that is done, in one transaction.
  Result<void> record_hits() {
    TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
    for (const Decision& decision : plan_.decisions) {
      if (scheduler_.state(decision.step) != StepState::done) {
        continue;
      }
      const auto* generate = std::get_if<GenerateStep>(&graph_.steps[decision.step].what);
      if (generate != nullptr && !options_.draft) {
        TRY(choose_if_new(*generate));
      }
      if (decision.key && decision.made) {
        ++count_of(decision.step).hit;
        TRY(remember_step(decision.step, *decision.key));
      }
    }
    return transaction.commit();
  }

  Result<void> publish_hits() {
    for (const Decision& decision : plan_.decisions) {
      const auto* cut = std::get_if<CutStep>(&graph_.steps[decision.step].what);
      if (cut != nullptr && decision.made) {
        TRY(publish_video(decision.step, *cut, decision.made->blob));
      }
    }
    return {};
  }

  Result<void> publish_video(StepIndex index, const CutStep& cut, const Digest& blob) {
    const std::string path =
        output_path(campaign_.name, campaign_.videos[cut.video].name, options_.draft);
    TRY_ASSIGN(const bool there, is_published(options_.workspace, path, blob, published_));
    if (there) {
      return {};
    }
    crash_point("video.before_publish");
    TRY_ASSIGN(const Published row,
               publish(options_.workspace, path, store_.blobs.path_of(blob), blob));
    crash_point("video.published");
    TRY(store_.ledger.record_published(row));
    ++published_count_;
    tell(VideoPublished{index, path, made_[index]->bytes});
    return {};
  }

  // Summing up.

  using Count = BuildFinished::Count;

  Count& count_of(StepIndex index) {
    switch (graph_.steps[index].kind()) {
      case StepKind::generate:
        return finished_.generate;
      case StepKind::conform:
        return finished_.conform;
      case StepKind::cut:
        return finished_.cut;
    }
    return finished_.cut;
  }

  BuildOutcome sum_up(bool ledger_held) {
    for (const Decision& decision : plan_.decisions) {
      const StepState state = scheduler_.state(decision.step);
      count_of(decision.step).blocked += state == StepState::blocked ? 1 : 0;
      count_of(decision.step).not_started +=
          state == StepState::waiting || state == StepState::ready ? 1 : 0;
    }
    finished_.published = published_count_;
    finished_.spent = spent_;
    finished_.took = std::chrono::duration_cast<Millis>(clock_.now() - begun_);
    if (interrupted_) {
      finished_.end = BuildEnd::interrupted;
    } else if (!failures_.empty() || !ledger_held) {
      finished_.end = BuildEnd::failed;
    }
    return {finished_, failures_, damaged_};
  }

  static std::string_view outcome_name(BuildEnd end) {
    switch (end) {
      case BuildEnd::done:
        return "done";
      case BuildEnd::failed:
        return "failed";
      case BuildEnd::interrupted:
        return "interrupted";
    }
    return "failed";
  }

  const std::string& clip_name(const GenerateStep& step) const {
    return campaign_.scenes[step.scene].name;
  }

  void tell(const BuildEvent& event) { observer_.on(event, clock_.now()); }

  const Graph& graph_;
  const Campaign& campaign_;
  const Plan& plan_;
  Facts facts_;
  Store& store_;
  Observer& observer_;
  const Clock& clock_;
  Inbox& inbox_;
  const EngineOptions& options_;
  Scheduler scheduler_;
  std::vector<std::optional<Made>> made_;
  std::unordered_map<StepIndex, const Decision*> decisions_;
  std::unordered_map<StepIndex, Take> takes_;  ///< of the generate steps that were started
  std::unordered_map<std::string, Digest> step_keys_;
  std::unordered_set<Digest, DigestHash> checked_;  ///< blobs whose bytes are known to be right
  std::vector<Published> published_;
  std::vector<Error> failures_;
  BuildFinished finished_;
  Money spent_;
  Steady begun_;
  int busy_ = 0;
  int damaged_ = 0;
  int published_count_ = 0;
  bool interrupted_ = false;
  WorkerPool pool_;  // last: its threads end before anything that they use
};

}  // namespace

Result<BuildOutcome> run_build(const Graph& graph, const Campaign& campaign, const Plan& plan,
                               Facts facts, Store& store, const StepRunner& runner,
                               Observer& observer, const Clock& clock, Inbox& inbox,
                               const Cancel& cancel, const EngineOptions& options) {
  return Engine(graph, campaign, plan, std::move(facts), store, runner, observer, clock, inbox,
                cancel, options)
      .run();
}

}  // namespace reshoot
