// SPDX-License-Identifier: Apache-2.0
// `check` and `plan`: what is wrong, and what would be done.

#include <thread>

#include "base/render_diagnostics.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "cli/session.h"
#include "cli/version.h"
#include "plan/budget.h"
#include "report/plan_report.h"

namespace reshoot {
namespace {

std::string rendered(const Project& project, const std::string& format, bool colour) {
  if (format == "json") {
    return render_json(project.diags, project.sources);
  }
  if (format == "sarif") {
    return render_sarif(project.diags, project.sources, version);
  }
  if (format == "github") {
    return render_github(project.diags, project.sources);
  }
  return render_text(project.diags, project.sources, colour);
}

ExitCode worst_of(const Plan& plan, const Options& options) {
  ExitCode code = ExitCode::done;
  if (plan.count(DecisionKind::lost) + plan.count(DecisionKind::held) > 0) {
    code = ExitCode::needs_person;
  }
  return options.exit_code && plan.has_work() ? worse(code, ExitCode::has_work) : code;
}

}  // namespace

Result<ExitCode> check(const Options& options, const Console& console) {
  TRY_ASSIGN(const std::unique_ptr<Project> project, read_project(options));
  const std::string format = options.json ? "json" : options.format;
  print_out(rendered(*project, format, console.out_colour));
  if (project->diags.has_errors()) {
    return ExitCode::usage;
  }
  if (format == "text") {
    print_out(project->campaign->name + ": no mistakes\n");
  }
  return ExitCode::done;
}

Result<ExitCode> plan(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan made, plan_targets(session, options));
  TRY_ASSIGN(const auto reasons, reasons_of_plan(session, made));
  const PlanReport report = make_plan_report(session.graph, session.campaign(), made, reasons,
                                             session.project->sources, jobs_of(options));
  print_out(options.json ? plan_json(report) : plan_text(report, style_of(console)));
  TRY(check_budget(made.cost, session.facts.money, session.campaign().budget, options.max_cost));
  return worst_of(made, options);
}

}  // namespace reshoot
