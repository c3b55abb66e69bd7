// SPDX-License-Identifier: Apache-2.0
#pragma once
// What most commands look at: the campaign, its store, its graph and what the ledger knows.

#include <memory>

#include "base/cancel.h"
#include "base/clock.h"
#include "cli/project.h"
#include "graph/explain.h"
#include "graph/step.h"
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
  Facts facts;

  [[nodiscard]] const Campaign& campaign() const { return *project->campaign; }
};

/// Opens everything for looking. The store is not made where it is missing; what was learnt of
/// inputs is kept where it can be written.
Result<Session> look(const Options& options, const Console& console, const Clock& clock,
                     const Cancel& cancel);

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
