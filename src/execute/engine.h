// SPDX-License-Identifier: Apache-2.0
#pragma once
// Carries out a plan: one thread that owns scheduler and ledger; workers do the work.

#include <filesystem>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "campaign/model.h"
#include "execute/inbox.h"
#include "execute/observer.h"
#include "graph/step.h"
#include "graph/step_runner.h"
#include "plan/facts.h"
#include "plan/plan.h"
#include "store/store.h"

namespace reshoot {

struct EngineOptions {
  int jobs = 1;             ///< steps at a time, at least 1
  bool keep_going = false;  ///< a failure blocks only what needs it
  bool draft = false;       ///< finished videos go to out/NAME/draft; selections are left alone
  std::filesystem::path workspace;  ///< where out/ is
};

/// What came of a build.
struct BuildOutcome {
  BuildFinished finished;
  std::vector<Error> failures;
  /// What changed under the plan: damaged blobs, choices of people. Not empty: plan and build once
  /// more; the observer has not been told of an end.
  std::vector<std::string> notes;
};

/// Runs the plan to its end. The build lock is held by the caller. `inbox` may already hold an
/// Interrupted; its sender also requests `cancel`. An error is returned only where the ledger
/// itself fails: what was made is kept.
Result<BuildOutcome> run_build(const Graph& graph, const Campaign& campaign, const Plan& plan,
                               Facts facts, Store& store, const StepRunner& runner,
                               Observer& observer, const Clock& clock, Inbox& inbox,
                               const Cancel& cancel, const EngineOptions& options);

}  // namespace reshoot
