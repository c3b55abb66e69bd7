// SPDX-License-Identifier: Apache-2.0
#pragma once
// What most commands look at: the campaign, its store, its graph and what the ledger knows.

#include <memory>

#include "base/cancel.h"
#include "base/clock.h"
#include "cli/project.h"
#include "cli/remote.h"
#include "graph/explain.h"
#include "graph/step.h"
#include "plan/consent.h"
#include "plan/facts.h"
#include "plan/plan.h"
#include "report/styled_text.h"
#include "store/store.h"

namespace reshoot {

/// Made in this order, each part from those before it.
struct Session {
  std::unique_ptr<Project> project;
  Store store;
  FoundTools tools;
  Graph graph;
  RemoteAccess remote;
  Facts facts;
  UploadRules uploads;

  [[nodiscard]] const Campaign& campaign() const { return *project->campaign; }
};

/// Opens everything for looking, at the steps that the command line names. The store is not made
/// where it is missing; what was learnt of inputs is kept where it can be written. A remote that
/// cannot be reached is a note on stderr.
Result<Session> look(const Options& options, const Console& console, const Clock& clock,
                     const Cancel& cancel);

/// The same for a command that settles what a merge left open in the lock: look() refuses that.
Result<Session> look_for_settling(const Options& options, const Console& console,
                                  const Clock& clock, const Cancel& cancel);

/// What the ledger, the lock and the remote know of a campaign, for a plan of `wanted` steps.
Result<Facts> gather_facts(const Store& store, const Project& project, const Graph& graph,
                           RemoteAccess& remote, const std::vector<bool>& wanted, bool draft);

/// Says on stderr that the remote cannot be reached, where that is so.
void note_unreachable(const RemoteAccess& remote);

/// The plan for the targets of the command line.
Result<Plan> plan_targets(const Session& session, const Options& options);

/// Reasons of every decision, in the plan's order. Key texts of earlier builds are read where they
/// are needed.
Result<std::vector<std::vector<Reason>>> reasons_of_plan(const Session& session, const Plan& plan);

/// `-j`, else one per processor.
int jobs_of(const Options& options);

/// How stdout shows text.
TextStyle style_of(const Console& console);

}  // namespace reshoot
