// SPDX-License-Identifier: Apache-2.0
// The engine's loop: start what may start, wait, take in what happened.

#include "execute/engine.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/overloaded.h"
#include "execute/engine_run.h"

namespace reshoot {

EngineRun::EngineRun(const Graph& graph, const Campaign& campaign, const Plan& plan, Facts facts,
                     Store& store, const StepRunner& runner, Observer& observer, const Clock& clock,
                     Inbox& inbox, const Cancel& cancel, const EngineOptions& options)
    : graph_(graph),
      campaign_(campaign),
      plan_(plan),
      store_(store),
      observer_(observer),
      clock_(clock),
      inbox_(inbox),
      options_(options),
      books_(graph, campaign, std::move(facts), store, clock,
             {options.draft, options.locked, options.lock_file, options.campaign_stat,
              options.identity == nullptr ? IdentityModels{} : options.identity->models}),
      scheduler_(graph, plan, options.keep_going),
      made_(made_by(graph, plan)),
      blobs_(store),
      spare_(options.spare),
      place_{runner, store.blobs, options.remote, cancel, options.identity},
      pool_(options.threads ? options.jobs : 0, place_, inbox) {
  for (const Decision& decision : plan.decisions) {
    decisions_.emplace(decision.step, &decision);
  }
}

BuildOutcome EngineRun::run() {
  begun_ = clock_.now();
  tell(BuildStarted{&graph_, &plan_, options_.jobs, options_.shots_at_once});
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
  outcome.held = held_;
  outcome.lock_left = lock_left_;
  return outcome;
}

Result<void> EngineRun::loop() {
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
std::optional<Millis> EngineRun::patience() const {
  std::optional<Millis> at_most = observer_.tick();
  if (const auto next = paid_ ? paid_->next() : std::nullopt) {
    const auto left = std::chrono::ceil<Millis>(std::max(*next - clock_.now(), Steady::duration{}));
    at_most = at_most ? std::min(*at_most, left) : left;
  }
  return at_most;
}

/// After the ledger has failed: nothing more is started, and what runs here is recorded as far as
/// that goes. What is out stays out, as after a crash.
void EngineRun::drain() {
  scheduler_.stop();
  const std::unique_ptr<PaidTakes> ended = std::move(paid_);  // its files are in use until the end
  while (busy_ > 0) {
    take_in_all(std::nullopt);
  }
}

Result<void> EngineRun::start_all() {
  TRY(start_at_providers());
  while (busy_ < options_.jobs) {
    // What arrived before the first start counts: a Ctrl-C during planning starts nothing, and a
    // take that fell short is shot once more.
    TRY(start_at_providers());
    const std::optional<StepIndex> step = scheduler_.next();
    if (!step) {
      return {};
    }
    TRY(start(*step));
  }
  return {};
}

/// All events are taken in; the first error among them is the answer.
Result<void> EngineRun::take_in_all(std::optional<Millis> at_most) {
  Result<void> answer;
  for (Event& event : inbox_.wait(at_most)) {
    const Result<void> one =
        std::visit(overloaded{[&](WorkDone& done) { return on_done(std::move(done)); },
                              [&](FetchDone& done) { return on_fetched(done); },
                              [&](PushDone& done) { return on_pushed(done); },
                              [&](AskDone& done) { return on_asked(done); },
                              [&](PrepareDone& done) { return on_prepared(done); },
                              [&](KeepDone& done) { return on_kept(done); },
                              [&](CheckDone& done) { return on_checked(done); },
                              [&](NetworkEvent& network) -> Result<void> {
                                return paid_ ? paid_->on(network) : Result<void>();
                              },
                              [&](Interrupted&) { return on_interrupted(); }},
                   event);
    answer = answer ? one : answer;
  }
  TRY(answer);
  TRY(take_in_paid());  // before more is sent: what has ended may end the build
  return paid_ ? paid_->tick() : Result<void>();
}

Result<void> EngineRun::on_interrupted() {
  interrupted_ = true;
  scheduler_.stop();
  tell(BuildStopping{});
  return paid_ ? paid_->stop() : Result<void>();
}

// Summing up.
/// Choices and key texts of what is done, in one transaction, and the lock with them. What people
/// chose meanwhile is seen: no choice of theirs is written over, and where it changes what was
/// cut, another plan follows.
Result<void> EngineRun::record_choices() {
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

void EngineRun::sum_up(const BuildOutcome& outcome) {
  int blocked = 0;
  for (const Decision& decision : plan_.decisions) {
    const StepState state = scheduler_.state(decision.step);
    BuildFinished::Count& count = count_of(decision.step);
    count.blocked += state == StepState::blocked ? 1 : 0;
    count.not_started += state == StepState::waiting || state == StepState::ready ? 1 : 0;
    blocked += state == StepState::blocked ? 1 : 0;
  }
  finished_.generate.blocked -= finished_.generate.held;
  finished_.took = std::chrono::duration_cast<Millis>(clock_.now() - begun_);
  if (interrupted_) {
    finished_.end = BuildEnd::interrupted;
  } else if (!failures_.empty() || outcome.stopped || blocked > 0) {
    finished_.end = BuildEnd::failed;
  }
}

BuildFinished::Count& EngineRun::count_of(StepIndex index) {
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

void EngineRun::tell(const BuildEvent& event) {
  observer_.on(event, clock_.now());
}

BuildOutcome run_build(const Graph& graph, const Campaign& campaign, const Plan& plan, Facts facts,
                       Store& store, const StepRunner& runner, Observer& observer,
                       const Clock& clock, Inbox& inbox, const Cancel& cancel,
                       const EngineOptions& options) {
  return EngineRun(graph, campaign, plan, std::move(facts), store, runner, observer, clock, inbox,
                   cancel, options)
      .run();
}

}  // namespace reshoot
