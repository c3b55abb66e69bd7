// SPDX-License-Identifier: Apache-2.0
#pragma once
// One run of the engine: the state that its parts share. Only run_build() makes one.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "execute/bookkeeper.h"
#include "execute/checked_blobs.h"
#include "execute/engine.h"
#include "execute/paid_takes.h"
#include "execute/scheduler.h"
#include "execute/step_job.h"
#include "execute/worker_pool.h"
#include "graph/prepare.h"

namespace reshoot {

class EngineRun {
 public:
  EngineRun(const Graph& graph, const Campaign& campaign, const Plan& plan, Facts facts,
            Store& store, const StepRunner& runner, Observer& observer, const Clock& clock,
            Inbox& inbox, const Cancel& cancel, const EngineOptions& options);

  BuildOutcome run();

 private:
  static constexpr const char* choices_changed =
      "which takes to use was changed while this build ran";

  Result<void> loop();
  [[nodiscard]] std::optional<Millis> patience() const;
  void drain();
  Result<void> start_all();
  Result<void> take_in_all(std::optional<Millis> at_most);
  Result<void> on_interrupted();

  // Clips that providers make: engine_providers.cpp.
  Result<void> begin_at_providers();
  Result<void> start_at_providers();
  Result<void> shoot_at_providers(const std::vector<StepIndex>& steps);
  Result<bool> take_in_paid();
  Result<void> on_paid(const PaidSent& sent);
  Result<void> on_paid(const PaidArrived& arrived);
  Result<void> on_paid(const PaidDone& done);
  Result<void> on_paid(const PaidOver& over);
  Result<void> on_paid(const StrayOver& stray);
  Result<void> on_paid(const PaidAside& aside);
  Result<void> on_paid(const AccountRefused& refused);

  // What clips are sent with: engine_prepare.cpp.
  Result<bool> is_prepared(StepIndex index, const GenerateStep& step);
  Result<void> on_prepared(const PrepareDone& done);
  Result<void> give_up_prepared(StepIndex step, const Error& error);

  // Starting a step: engine_start.cpp.
  Result<void> start(StepIndex index);
  Result<void> start_generate(StepIndex index, const GenerateStep& step);
  bool asks_first(StepIndex index, const GenerateStep& step);
  Result<void> shoot(StepIndex index, const GenerateStep& step);
  Result<void> post(StepIndex index, StepJob work);
  Result<void> start_job(Job job);
  bool choices_hold(StepIndex index) const;
  bool choice_holds(StepIndex index, const GenerateStep& step) const;
  Result<void> plan_again(StepIndex index, std::string why);

  // Taking in what was done: engine_results.cpp.
  Result<void> on_done(WorkDone done);
  Result<void> share(const GenerateStep& step, const Made& made, StepFinished event);
  Result<void> on_pushed(const PushDone& done);
  Result<void> on_asked(const AskDone& done);
  Result<void> on_fetched(const FetchDone& done);
  Result<void> on_kept(const KeepDone& done);
  static StepFinished ran(StepIndex step, const Produced& produced);
  Result<void> finish(const Made& made, StepFinished event);
  Result<void> complete(const Made& made, StepFinished event);
  Result<void> fail(StepIndex index, const Error& error);
  Result<void> publish_hits();
  Result<void> publish(StepIndex index, const CutStep& cut, const Made& made);

  // Takes that must be judged before they ship: engine_verdicts.cpp.
  Result<void> admit(const Made& made, StepFinished event);
  [[nodiscard]] Standing standing_of(StepIndex index, const GenerateStep& step,
                                     const Digest& blob) const;
  Result<void> check(const Made& made, StepFinished event);
  Result<void> on_checked(const CheckDone& done);
  Decision after_short(StepIndex index);
  Result<void> on_short(const Made& made, StepFinished event);
  void renew(StepIndex index, Decision decision);
  bool can_pay(const Decision& decision) const;

  // Summing up.
  Result<void> record_choices();
  void sum_up(const BuildOutcome& outcome);
  BuildFinished::Count& count_of(StepIndex index);
  void tell(const BuildEvent& event);

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
  /// Takes that are being measured, and what to tell when they may ship.
  std::unordered_map<StepIndex, std::pair<Made, StepFinished>> checking_;
  std::deque<Decision> renewed_;  ///< of clips whose takes fell short
  std::optional<Money> spare_;    ///< what is left of EngineOptions::spare
  int held_ = 0;
  std::vector<Error> failures_;
  std::vector<Error> unshared_;
  std::vector<std::string> notes_;  ///< why a new plan is needed
  BuildFinished finished_;
  Steady begun_;
  std::unordered_set<StepIndex> asked_;  ///< paid steps that the remote was asked about
  /// What is being made for clips, by its key, and the steps that wait for it.
  std::map<Digest, std::set<StepIndex>> preparing_;
  bool lock_left_ = false;
  int busy_ = 0;
  bool interrupted_ = false;
  std::string refused_;  ///< why an account was, once that has been told
  WorkPlace place_;
  std::unique_ptr<PaidTakes> paid_;
  WorkerPool pool_;  // its threads end before anything that they use
};

}  // namespace reshoot
