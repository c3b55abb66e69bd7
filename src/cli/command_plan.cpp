// SPDX-License-Identifier: Apache-2.0
// `plan`: what would be done.

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/locked.h"
#include "cli/project.h"
#include "cli/providers.h"
#include "cli/session.h"
#include "cli/video_files.h"
#include "graph/targets.h"
#include "plan/budget.h"
#include "report/plan_report.h"

namespace reshoot {
namespace {

ExitCode worst_of(const PlanReport& report, const Plan& plan, const Options& options) {
  ExitCode code = ExitCode::done;
  if (plan.count_stuck() > 0) {
    code = ExitCode::needs_person;
  }
  const bool work = plan.has_work() || !report.unpublished.empty();
  return options.exit_code && work ? worse(code, ExitCode::has_work) : code;
}

}  // namespace

Result<ExitCode> plan(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan made, plan_targets(session, options));
  if (options.locked) {
    TRY_ASSIGN(const std::vector<bool> wanted,
               wanted_steps(session.graph, session.campaign(), options.targets));
    TRY(check_locked(options, *session.project, session.graph, wanted, session.facts, made,
                     session.remote));
  }
  TRY_ASSIGN(const auto reasons, reasons_of_plan(session, made));
  PlanReport report = make_plan_report(
      session.graph, session.campaign(), made, reasons, session.project->sources, jobs_of(options),
      shots_at_once(*session.project, session.graph, made, jobs_of(options)));
  TRY_ASSIGN(report.unpublished, unpublished_videos(session, made, options.draft));
  report.leaves = leaves_of(session.graph, session.campaign(), made, session.uploads,
                            session.project->place.workspace);
  print_out(options.json ? plan_json(report) : plan_text(report, style_of(console)));
  if (const Result<void> reachable = check_reachable(session.graph, made, options.offline);
      !reachable) {
    print_err(fmt::format("note: a build stops here: {}\n  = help: {}\n", reachable.error().message,
                          reachable.error().help));
  }
  TRY(check_budget({made.cost, made.unknown_prices, Money{}, options.accept_unknown_price},
                   session.facts.money, session.campaign().budget, options.max_cost));
  return worst_of(report, made, options);
}

}  // namespace reshoot
