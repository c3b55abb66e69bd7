// SPDX-License-Identifier: Apache-2.0
#pragma once
// Carries out a plan: one thread that owns scheduler and ledger; workers do the work.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/result.h"
#include "campaign/model.h"
#include "execute/inbox.h"
#include "execute/observer.h"
#include "execute/provider_access.h"
#include "graph/step.h"
#include "graph/step_runner.h"
#include "plan/facts.h"
#include "plan/plan.h"
#include "store/shared_takes.h"
#include "store/store.h"

namespace reshoot {

struct EngineOptions {
  int jobs = 1;             ///< steps at a time, at least 1
  bool threads = true;      ///< false: the caller's thread does the work too, for simulations
  bool keep_going = false;  ///< a failure blocks only what needs it
  bool draft = false;       ///< finished videos go to out/NAME/draft; selections are left alone
  bool locked = false;      ///< nothing is chosen: lock and selections are left alone
  std::filesystem::path workspace;  ///< where out/ is
  std::filesystem::path lock_file;  ///< read again where something changed, written at the end
  /// The campaign's file as it was read: where it is another one at the end, the lock is left
  /// alone.
  std::optional<FileStat> campaign_stat;
  const SharedTakes* remote = nullptr;  ///< takes come from there, and new ones go there
  /// Where the plan has clips that providers make, or jobs of earlier runs are to be brought home.
  /// Its transport has not been used before.
  const ProviderAccess* providers = nullptr;
  /// Where clips are judged: takes that this build makes or fetches are measured with it.
  const IdentityAccess* identity = nullptr;
  PlanOptions planning{};  ///< as the plan was made
  /// What takes may cost that are shot because others fell short; nullopt: no cap.
  std::optional<Money> spare;
  int shots_at_once = 0;  ///< for who watches: clips that providers make side by side
};

/// What came of one plan.
struct BuildOutcome {
  BuildFinished finished;
  std::vector<Error> failures;   ///< the observer was told of each
  std::optional<Error> stopped;  ///< the ledger failed: what was made before is kept
  int held = 0;                  ///< clips of which no take may ship; the observer was told
  std::vector<Error> unshared;  ///< new takes that could not be copied to the remote; they are here
  bool lock_left = false;       ///< the campaign changed meanwhile, so the lock was left as it is
  /// What changed under the plan: damaged blobs, choices of people. Not empty: plan and build once
  /// more.
  std::vector<std::string> notes;
};

/// Runs the plan to its end. The build lock is held by the caller, who also tells the observer of
/// the end: a build may take several plans. `inbox` may already hold an Interrupted; its sender
/// also requests `cancel`. No event of this run is left in `inbox` afterwards.
BuildOutcome run_build(const Graph& graph, const Campaign& campaign, const Plan& plan, Facts facts,
                       Store& store, const StepRunner& runner, Observer& observer,
                       const Clock& clock, Inbox& inbox, const Cancel& cancel,
                       const EngineOptions& options);

}  // namespace reshoot
