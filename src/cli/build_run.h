// SPDX-License-Identifier: Apache-2.0
#pragma once
// One build, from its first plan to its last: plans are made anew while the world changes under
// them.

#include <memory>

#include "base/cancel.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/project.h"
#include "cli/providers.h"
#include "cli/remote.h"
#include "execute/engine.h"

namespace reshoot {

/// What all plans of one build came to.
struct BuildTotal {
  BuildFinished finished;
  ExitCode code = ExitCode::done;

  void add(const Plan& plan, const BuildOutcome& outcome);
};

class BuildRun {
 public:
  /// The references outlive this. The caller holds the build lock.
  BuildRun(const Options& options, const Console& console, Project& project, Store& store,
           Observer& observer, const Clock& clock, Inbox& inbox, const Cancel& cancel);

  /// Plans and builds until nothing changes under the plan any more.
  Result<BuildTotal> run();

 private:
  Result<BuildOutcome> once(BuildTotal& total);
  Result<void> check(const Graph& graph, const std::vector<bool>& wanted, const Facts& facts,
                     const Plan& plan, const BuildTotal& total);
  Result<void> confirm(const Graph& graph, const Plan& plan, const BuildTotal& total);
  Result<void> share_the_rest(BuildTotal& total);
  struct LostClip;
  [[nodiscard]] std::vector<LostClip> lost_clips(const Graph& graph, const Plan& plan,
                                                 const Facts& facts) const;
  static Facts without(Facts facts, const std::vector<LostClip>& lost, Wall now);
  static bool any_held(const Plan& plan, const std::vector<LostClip>& lost);
  [[nodiscard]] Result<Providers> reach(const Graph& graph, const Plan& plan) const;
  Result<void> regenerate(const std::vector<LostClip>& lost);
  void tell_stuck(const Graph& graph, const Plan& plan, const Facts& facts) const;
  void tell_overridden(const Graph& graph, const Plan& plan, const Gate& gate) const;

  const Options& options_;
  const Console& console_;
  Project& project_;
  Store& store_;
  Observer& observer_;
  const Clock& clock_;
  Inbox& inbox_;
  const Cancel& cancel_;
  RemoteAccess remote_;
  Money agreed_;            ///< what a person has agreed to spend in this run
  int agreed_unknown_ = 0;  ///< of clips whose price is not known
};

}  // namespace reshoot
