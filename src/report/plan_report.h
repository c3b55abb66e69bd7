// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a run would do, for people and for machines. Pure: graph, plan and reasons in, text out.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/source.h"
#include "base/units.h"
#include "campaign/model.h"
#include "graph/explain.h"
#include "graph/step.h"
#include "plan/plan.h"
#include "report/leaves.h"
#include "report/step_report.h"
#include "report/styled_text.h"

namespace reshoot {

struct PlanReport {
  /// The steps that only or first this video needs; the last group may have no name: steps that no
  /// video needs.
  struct Group {
    std::string video;
    std::vector<std::size_t> steps;  ///< indices into PlanReport::steps
  };
  std::string campaign;
  int jobs = 1;
  int shots_at_once = 0;          ///< clips at providers; 0: they share the jobs
  std::vector<StepReport> steps;  ///< in graph order
  std::vector<Group> groups;      ///< videos in the order of the campaign; none is empty
  std::map<StepKind, Counts> totals;
  Money cost;                     ///< of all that runs, as far as prices are known
  std::uint64_t fetch_bytes = 0;  ///< to be copied from the remote
  int unknown_prices = 0;         ///< clips that run at a price that is not known
  Millis expected{0};             ///< of the whole run on `jobs` jobs
  /// Videos that are made but not in place under out/: a build copies them there for free.
  std::vector<std::string> unpublished;
  std::vector<Leaves> leaves;  ///< files that the clips that run send away
};

/// `reasons` are those of `plan.decisions`, one list each.
PlanReport make_plan_report(const Graph& graph, const Campaign& campaign, const Plan& plan,
                            const std::vector<std::vector<Reason>>& reasons,
                            const SourceMap& sources, int jobs, int shots_at_once = 0);

/// Steps that run or cannot run, by video, with their first reason; the rest is counted. At most 40
/// steps are listed. Videos that only have to be put in place follow.
std::string plan_text(const PlanReport& report, const TextStyle& style);
/// All steps.
std::string plan_json(const PlanReport& report);

}  // namespace reshoot
