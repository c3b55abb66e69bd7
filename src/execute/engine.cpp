// SPDX-License-Identifier: Apache-2.0
// The engine's loop: start what may start, wait, take in what happened.

#include "execute/engine.h"

#include <fmt/format.h>

#include <filesystem>
#include <unordered_map>
#include <unordered_set>

#include "base/check.h"
#include "base/overloaded.h"
#include "execute/bookkeeper.h"
#include "execute/checked_blobs.h"
#include "execute/paid_takes.h"
#include "execute/scheduler.h"
#include "execute/step_job.h"
#include "execute/worker_pool.h"
#include "store/crash_point.h"

namespace reshoot {
namespace {

constexpr const char* choices_changed = "which takes to use was changed while this build ran";

class Engine {
 public:
  Engine(const Graph& graph, const Campaign& campaign, const Plan& plan, Facts facts, Store& store,
         const StepRunner& runner, Observer& observer, const Clock& clock, Inbox& inbox,
         const Cancel& cancel, const EngineOptions& options)
      : graph_(graph),
        campaign_(campaign),
        plan_(plan),
        store_(store),
        observer_(observer),
        clock_(clock),
        inbox_(inbox),
        options_(options),
        books_(graph, campaign, std::move(facts), store, clock,
               {options.draft, options.locked, options.lock_file, options.campaign_stat}),
        scheduler_(graph, plan, options.keep_going),
        made_(made_by(graph, plan)),
        blobs_(store),
        place_{runner, store.blobs, options.remote, cancel},
        pool_(options.jobs, place_, inbox) {
    for (const Decision& decision : plan.decisions) {
      decisions_.emplace(decision.step, &decision);
    }
  }

  BuildOutcome run() {
    begun_ = clock_.now();
    tell(BuildStarted{&graph_, &plan_, options_.jobs});
    BuildOutcome outcome;
    if (const Result<void> ran = loop(); !ran) {
      outcome.stopped = ran.error();
      drain();
    } else if (const Result<void> recorded = record_choices(); !recorded) {
      outcome.stopped = recorded.error();
    }
    inbox_.leave_network();
    store_.stats.flush();  // what could not be written is learnt again
    sum_up(outcome);
    outcome.finished = finished_;
    outcome.failures = std::move(failures_);
    outcome.notes = std::move(notes_);
    outcome.unshared = std::move(unshared_);
    outcome.lock_left = lock_left_;
    return outcome;
  }

 private:
  Result<void> loop() {
    TRY(books_.begin(options_.workspace));
    TRY(begin_at_providers());
    TRY(publish_hits());
    while (true) {
      TRY(start_all());
      TRY_ASSIGN(const bool moved, take_in_paid());
      if (moved) {
        continue;
      }
      if (busy_ == 0 && (!paid_ || paid_->open() == 0)) {
        return {};
      }
      TRY(take_in_all(patience()));
      tell(Tick{});
    }
  }

  /// How long nothing but an event can change anything.
  [[nodiscard]] std::optional<Millis> patience() const {
    std::optional<Millis> at_most = observer_.tick();
    if (const auto next = paid_ ? paid_->next() : std::nullopt) {
      const auto left =
          std::chrono::ceil<Millis>(std::max(*next - clock_.now(), Steady::duration{}));
      at_most = at_most ? std::min(*at_most, left) : left;
    }
    return at_most;
  }

  /// After the ledger has failed: nothing more is started, and what runs here is recorded as far as
  /// that goes. What is out stays out, as after a crash.
  void drain() {
    scheduler_.stop();
    paid_.reset();
    while (busy_ > 0) {
      take_in_all(std::nullopt);
    }
  }

  Result<void> start_all() {
    TRY(start_at_providers());
    while (busy_ < options_.jobs) {
      // What arrived before the first start counts: a Ctrl-C during planning starts nothing.
      TRY(take_in_all(Millis(0)));
      const std::optional<StepIndex> step = scheduler_.next();
      if (!step) {
        return {};
      }
      TRY(start(*step));
    }
    return {};
  }

  /// All events are taken in; the first error among them is the answer.
  Result<void> take_in_all(std::optional<Millis> at_most) {
    Result<void> answer;
    for (Event& event : inbox_.wait(at_most)) {
      const Result<void> one =
          std::visit(overloaded{[&](WorkDone& done) { return on_done(std::move(done)); },
                                [&](FetchDone& done) { return on_fetched(done); },
                                [&](PushDone& done) { return on_pushed(done); },
                                [&](AskDone& done) { return on_asked(done); },
                                [&](KeepDone& done) -> Result<void> {
                                  return paid_ ? paid_->on_kept(done) : Result<void>();
                                },
                                [&](NetworkEvent& network) -> Result<void> {
                                  return paid_ ? paid_->on(network) : Result<void>();
                                },
                                [&](Interrupted&) { return on_interrupted(); }},
                     event);
      answer = answer ? one : answer;
    }
    if (answer && paid_) {
      return paid_->tick();
    }
    return answer;
  }

  Result<void> on_interrupted() {
    interrupted_ = true;
    scheduler_.stop();
    tell(BuildStopping{});
    return paid_ ? paid_->stop() : Result<void>();
  }

  // Clips that providers make.

  Result<void> begin_at_providers() {
    if (options_.providers == nullptr) {
      return {};
    }
    TRY_ASSIGN(paid_,
               PaidTakes::create(*options_.providers, graph_, books_, store_, pool_, clock_));
    inbox_.wait_in(options_.providers->transport, clock_);
    return paid_->begin(plan_);
  }

  Result<void> start_at_providers() {
    TRY(take_in_all(Millis(0)));
    std::vector<StepIndex> ready;
    while (const std::optional<StepIndex> step = scheduler_.next_at_provider()) {
      const Decision& decision = *decisions_.at(*step);
      const auto& clip = std::get<GenerateStep>(graph_.steps[*step].what);
      if (decision.kind == DecisionKind::run && asks_first(*step, clip)) {
        TRY(start_job({*step, AskJob{clip.key, books_.blobs_of(clip.key)}}));
      } else {
        ready.push_back(*step);
      }
    }
    return ready.empty() ? Result<void>() : shoot_at_providers(ready);
  }

  /// All their rows are durable before the first of them is sent.
  Result<void> shoot_at_providers(const std::vector<StepIndex>& steps) {
    CHECK(paid_ != nullptr);
    TRY(books_.refresh());
    TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
    for (const StepIndex step : steps) {
      if (decisions_.at(step)->kind == DecisionKind::run) {
        TRY(paid_->reserve(step, *decisions_.at(step)));
      }
    }
    TRY(transaction.commit());
    crash_point("take.reserved");
    for (const StepIndex step : steps) {
      tell(StepStarted{step});
      TRY(paid_->start(step, *decisions_.at(step)));
    }
    return {};
  }

  /// False where there was no news.
  Result<bool> take_in_paid() {
    if (!paid_) {
      return false;
    }
    TRY_ASSIGN(const std::vector<PaidNews> all, paid_->take_news());
    for (const PaidNews& news : all) {
      TRY(std::visit([&](const auto& one) { return on_paid(one); }, news));
    }
    return !all.empty();
  }

  Result<void> on_paid(const PaidSent& sent) {
    tell(TakeSent{sent.step, sent.provider, sent.job});
    return {};
  }

  Result<void> on_paid(const PaidDone& done) {
    const auto& clip = std::get<GenerateStep>(graph_.steps[done.step].what);
    blobs_.add(done.made.blob);
    finished_.spent += done.cost;
    StepFinished event;
    event.step = done.step;
    event.ran = true;
    event.key = clip.key;
    event.took = done.took;
    event.cost = done.cost;
    event.warnings = done.warnings;
    return share(clip, done.made, std::move(event));
  }

  Result<void> on_paid(const PaidOver& over) {
    const bool told = over.error.kind == ErrorKind::refused_auth && refused_;
    return fail(over.step, told ? Error{ErrorKind::cancelled, over.error.message, {}} : over.error);
  }

  Result<void> on_paid(const StrayOver& stray) {
    finished_.spent += stray.cost;
    if (stray.error) {
      failures_.push_back(*stray.error);
    }
    tell(StrayTake{stray.take.uuid, stray.take.clip, stray.cost, stray.error});
    return {};
  }

  Result<void> on_paid(const PaidAside& aside) { return plan_again(aside.step, aside.why); }

  /// What is out may still come home.
  Result<void> on_paid(const AccountRefused& refused) {
    refused_ = true;
    failures_.push_back(refused.error);
    tell(AccountStopped{refused.provider, refused.error});
    scheduler_.stop();
    return paid_->close();
  }

  // Starting a step.

  Result<void> start(StepIndex index) {
    TRY(books_.refresh());
    const Step& step = graph_.steps[index];
    if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
      return start_generate(index, *generate);
    }
    if (!choices_hold(index)) {
      return plan_again(index, choices_changed);
    }
    const Digest key = key_of(graph_, step, made_);
    if (const std::optional<Made> made = find_made(books_.facts(), key)) {
      return finish(*made, step_found(index, key));
    }
    if (const auto* conform = std::get_if<ConformStep>(&step.what)) {
      return post(index, conform_job(*conform, made_, store_.blobs));
    }
    return post(index,
                cut_job(std::get<CutStep>(step.what), graph_, campaign_, made_, store_.blobs));
  }

  Result<void> start_generate(StepIndex index, const GenerateStep& step) {
    const Decision& decision = *decisions_.at(index);
    if (decision.same_as) {
      const std::optional<Choice> choice = books_.selected(step);
      if (!choice || choice->take == nullptr || !books_.facts().blobs.contains(choice->blob)) {
        return plan_again(index, "a take was rejected while this build ran");
      }
      const Take& take = *choice->take;
      return finish({*take.blob, take.bytes, take.frames, take.has_sound},
                    step_found(index, step.key));
    }
    if (decision.fetch) {
      const Fetch& fetch = *decision.fetch;
      const bool known = decision.take || fetch.record;
      return start_job({index, FetchJob{step.key, fetch.blob, fetch.bytes, fetch.here, known}});
    }
    if (asks_first(index, step)) {
      return start_job({index, AskJob{step.key, books_.blobs_of(step.key)}});
    }
    return shoot(index, step);
  }

  /// Whether the remote is asked before a take is paid for: once. Who asks for another take has
  /// seen those that there are.
  bool asks_first(StepIndex index, const GenerateStep& step) {
    const bool asks = options_.remote != nullptr && !step.model->free() &&
                      decisions_.at(index)->cause != RunCause::retake;
    return asks && asked_.insert(index).second;
  }

  Result<void> shoot(StepIndex index, const GenerateStep& step) {
    if (!step.model->local()) {
      return shoot_at_providers({index});
    }
    TRY_ASSIGN(const Take take, books_.take_for(step, *decisions_.at(index)));
    takes_[index] = take;
    return post(index, generate_job(step, take.seed));
  }

  Result<void> post(StepIndex index, StepJob work) {
    for (const Digest& blob : work.blobs) {
      TRY_ASSIGN(const bool whole, blobs_.check(blob, notes_));
      if (!whole) {
        scheduler_.set_aside(index);
        return {};
      }
    }
    return start_job({index, std::move(work.job)});
  }

  Result<void> start_job(Job job) {
    ++busy_;
    tell(StepStarted{job.step});
    pool_.start(std::move(job));
    return {};
  }

  /// Whether the takes that a segment or a cut was planned with are still the ones to use.
  bool choices_hold(StepIndex index) const {
    for (const StepIndex input : graph_.steps[index].inputs) {
      const auto* generate = std::get_if<GenerateStep>(&graph_.steps[input].what);
      if (generate == nullptr ? !choices_hold(input) : !choice_holds(input, *generate)) {
        return false;
      }
    }
    return true;
  }

  bool choice_holds(StepIndex index, const GenerateStep& step) const {
    const std::optional<Choice> choice = books_.selected(step);
    return choice && choice->blob == made_[index]->blob && !books_.retakes(step);
  }

  /// The plan no longer fits the world: this step is left to the next plan.
  Result<void> plan_again(StepIndex index, std::string why) {
    scheduler_.set_aside(index);
    notes_.push_back(std::move(why));
    return {};
  }

  // Taking in what was done.

  Result<void> on_done(WorkDone done) {
    --busy_;
    if (!done.result) {
      return fail(done.step, done.result.error());
    }
    const Produced& produced = *done.result;
    const Made made{produced.blob.digest, produced.blob.bytes, produced.output.frames,
                    produced.output.has_sound};
    crash_point("step.stored");
    blobs_.add(made.blob);
    StepFinished event = ran(done.step, produced);
    const Step& step = graph_.steps[done.step];
    if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
      TRY_ASSIGN(event.cost, books_.record_take(
                                 takes_.at(done.step), *generate, *decisions_.at(done.step), made,
                                 generate->cost.value_or(Money{}), produced.output.warnings));
      finished_.spent += event.cost;
      event.key = generate->key;
      return share(*generate, made, std::move(event));
    }
    event.key = key_of(graph_, step, made_);
    TRY(books_.record_artifact(event.key, made));
    return finish(made, std::move(event));
  }

  /// A take that others can have is done when they can have it.
  Result<void> share(const GenerateStep& step, const Made& made, StepFinished event) {
    if (options_.remote == nullptr || interrupted_) {
      return finish(made, std::move(event));
    }
    ++busy_;
    pool_.start({event.step, PushJob{books_.shared_record(step, made.blob)}});
    sharing_.emplace(event.step, std::pair(made, std::move(event)));
    return {};
  }

  /// Where that failed, the take is here, and paid for: it is used, and the next build tries again.
  Result<void> on_pushed(const PushDone& done) {
    --busy_;
    auto [made, event] = std::move(sharing_.extract(done.step).mapped());
    if (done.result) {
      TRY(books_.record_pushed(*options_.remote, made.blob));
    } else if (done.result.error().kind != ErrorKind::cancelled) {
      event.warnings.push_back("not in the remote yet: " + done.result.error().message);
      unshared_.push_back(done.result.error());
    }
    return finish(made, std::move(event));
  }

  /// Just before a take is paid for: nobody in the team may have made one meanwhile.
  Result<void> on_asked(const AskDone& done) {
    --busy_;
    if (!done.result) {
      return fail(done.step, done.result.error());
    }
    const auto& step = std::get<GenerateStep>(graph_.steps[done.step].what);
    if (*done.result) {
      return plan_again(done.step, fmt::format("somebody has shared a take of '{}' meanwhile",
                                               campaign_.scenes[step.scene].name));
    }
    if (interrupted_) {
      return fail(done.step, {ErrorKind::cancelled, "stopped", {}});
    }
    return shoot(done.step, step);
  }

  Result<void> on_fetched(const FetchDone& done) {
    --busy_;
    if (!done.result && done.result.error().kind == ErrorKind::corrupt) {
      const Error& error = done.result.error();
      return plan_again(done.step, fmt::format("{} ({})", error.message, error.help));
    }
    if (!done.result) {
      return fail(done.step, done.result.error());
    }
    const auto& step = std::get<GenerateStep>(graph_.steps[done.step].what);
    TRY_ASSIGN(const Made made, books_.record_fetched(step, *decisions_.at(done.step), *done.result,
                                                      options_.remote));
    blobs_.add(made.blob);
    StepFinished event = step_found(done.step, step.key);
    event.fetched = true;
    return finish(made, std::move(event));
  }

  static StepFinished ran(StepIndex step, const Produced& produced) {
    StepFinished event;
    event.step = step;
    event.ran = true;
    event.took = produced.took;
    event.warnings = produced.output.warnings;
    return event;
  }

  Result<void> finish(const Made& made, StepFinished event) {
    const StepIndex index = event.step;
    made_[index] = made;
    scheduler_.finish(index);
    BuildFinished::Count& count = count_of(index);
    ++(event.ran ? count.run : event.fetched ? count.fetched : count.hit);
    event.blob = made.blob;
    const Digest key = event.key;
    tell(std::move(event));
    TRY(books_.remember_step(index, key, made_));
    if (const auto* cut = std::get_if<CutStep>(&graph_.steps[index].what)) {
      return publish(index, *cut, made);
    }
    return {};
  }

  Result<void> fail(StepIndex index, const Error& error) {
    scheduler_.fail(index);
    if (paid_ && !options_.keep_going) {
      TRY(paid_->close());
    }
    if (error.kind == ErrorKind::cancelled) {
      ++count_of(index).not_started;
      return {};
    }
    ++count_of(index).failed;
    failures_.push_back(error);
    tell(StepFailed{index, error});
    return {};
  }

  Result<void> publish_hits() {
    for (const Decision& decision : plan_.decisions) {
      const auto* cut = std::get_if<CutStep>(&graph_.steps[decision.step].what);
      if (cut != nullptr && decision.made) {
        TRY(publish(decision.step, *cut, *decision.made));
      }
    }
    return {};
  }

  Result<void> publish(StepIndex index, const CutStep& cut, const Made& made) {
    TRY_ASSIGN(const bool whole, blobs_.check(made.blob, notes_));
    if (!whole) {
      return {};
    }
    TRY_ASSIGN(const std::optional<std::string> path,
               books_.publish(cut, made.blob, options_.workspace));
    if (path) {
      ++finished_.published;
      tell(VideoPublished{index, *path, made.bytes});
    }
    return {};
  }

  // Summing up.

  /// Choices and key texts of what is done, in one transaction, and the lock with them. What people
  /// chose meanwhile is seen: no choice of theirs is written over, and where it changes what was
  /// cut, another plan follows.
  Result<void> record_choices() {
    TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
    TRY(books_.refresh());
    TRY(books_.refresh_lock());
    std::vector<bool> built(graph_.steps.size());
    bool cut = false;
    for (const Decision& decision : plan_.decisions) {
      if (scheduler_.state(decision.step) != StepState::done) {
        continue;
      }
      built[decision.step] = true;
      cut = cut || graph_.steps[decision.step].kind() == StepKind::cut;
      const auto* generate = std::get_if<GenerateStep>(&graph_.steps[decision.step].what);
      if (generate != nullptr && !choice_holds(decision.step, *generate)) {
        if (notes_.empty()) {
          notes_.emplace_back(choices_changed);
        }
        built[decision.step] = false;
        continue;
      }
      if (generate != nullptr) {
        TRY(books_.remember_choice(*generate));
      }
      if (decision.made && !decision.fetch) {
        ++count_of(decision.step).hit;
        TRY(books_.remember_step(decision.step, *decision.key, made_));
      }
    }
    TRY_ASSIGN(lock_left_, books_.keep_lock(built, cut));
    return transaction.commit();
  }

  void sum_up(const BuildOutcome& outcome) {
    int blocked = 0;
    for (const Decision& decision : plan_.decisions) {
      const StepState state = scheduler_.state(decision.step);
      BuildFinished::Count& count = count_of(decision.step);
      count.blocked += state == StepState::blocked ? 1 : 0;
      count.not_started += state == StepState::waiting || state == StepState::ready ? 1 : 0;
      blocked += state == StepState::blocked ? 1 : 0;
    }
    finished_.took = std::chrono::duration_cast<Millis>(clock_.now() - begun_);
    if (interrupted_) {
      finished_.end = BuildEnd::interrupted;
    } else if (!failures_.empty() || outcome.stopped || blocked > 0) {
      finished_.end = BuildEnd::failed;
    }
  }

  BuildFinished::Count& count_of(StepIndex index) {
    switch (graph_.steps[index].kind()) {
      case StepKind::generate:
        return finished_.generate;
      case StepKind::conform:
        return finished_.conform;
      case StepKind::cut:
        return finished_.cut;
    }
    CHECK(false);
    return finished_.cut;
  }

  void tell(const BuildEvent& event) { observer_.on(event, clock_.now()); }

  const Graph& graph_;
  const Campaign& campaign_;
  const Plan& plan_;
  Store& store_;
  Observer& observer_;
  const Clock& clock_;
  Inbox& inbox_;
  const EngineOptions& options_;
  Bookkeeper books_;
  Scheduler scheduler_;
  std::vector<std::optional<Made>> made_;  ///< outputs by step, as far as they are known
  std::unordered_map<StepIndex, const Decision*> decisions_;
  std::unordered_map<StepIndex, Take> takes_;  ///< of the generate steps that were started
  CheckedBlobs blobs_;
  /// Takes that are being copied to the remote, and what to tell when that is done.
  std::unordered_map<StepIndex, std::pair<Made, StepFinished>> sharing_;
  std::vector<Error> failures_;
  std::vector<Error> unshared_;
  std::vector<std::string> notes_;  ///< why a new plan is needed
  BuildFinished finished_;
  Steady begun_;
  std::unordered_set<StepIndex> asked_;  ///< paid steps that the remote was asked about
  bool lock_left_ = false;
  int busy_ = 0;
  bool interrupted_ = false;
  bool refused_ = false;  ///< an account was, and that has been told
  WorkPlace place_;
  WorkerPool pool_;  // its threads end before anything that they use
  std::unique_ptr<PaidTakes> paid_;
};

}  // namespace

BuildOutcome run_build(const Graph& graph, const Campaign& campaign, const Plan& plan, Facts facts,
                       Store& store, const StepRunner& runner, Observer& observer,
                       const Clock& clock, Inbox& inbox, const Cancel& cancel,
                       const EngineOptions& options) {
  return Engine(graph, campaign, plan, std::move(facts), store, runner, observer, clock, inbox,
                cancel, options)
      .run();
}

}  // namespace reshoot
