// SPDX-License-Identifier: Apache-2.0
// `check` and `plan`: what is wrong, and what would be done.

#include <fmt/format.h>

#include <algorithm>

#include "base/diagnostic_codes.h"
#include "base/render_diagnostics.h"
#include "cli/commands.h"
#include "cli/identity_desk.h"
#include "cli/locked.h"
#include "cli/project.h"
#include "cli/providers.h"
#include "cli/session.h"
#include "cli/version.h"
#include "cli/video_files.h"
#include "execute/interrupts.h"
#include "graph/targets.h"
#include "plan/budget.h"
#include "report/figures.h"
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

/// The last line of `check`: how many mistakes there are.
std::string verdict(const Project& project) {
  const auto count = [](std::size_t n, std::string_view noun) {
    return counted(static_cast<std::int64_t>(n), noun);
  };
  const std::string errors = count(project.diags.errors(), "mistake");
  const std::string warnings =
      project.diags.warnings() > 0 ? ", " + count(project.diags.warnings(), "warning") : "";
  if (project.diags.has_errors()) {
    return fmt::format("{}{} in {}\n", errors, warnings,
                       project.place.file.lexically_relative(project.place.workspace).string());
  }
  return fmt::format("{}: no mistakes{}\n", project.campaign->name, warnings);
}

/// What a merge left in the lock. Which side fits is said where the clips' keys can be had.
void report_merge(const Options& options, Project& project, const Console& console) {
  if (!project.lock || !project.lock->has_marks) {
    return;
  }
  if (project.lock->disputes.empty()) {
    project.diags
        .report(Code::lock_marks_settled,
                fmt::format("{} has conflict marks that settle themselves", project.lock_name()))
        .at(project.lock->first_mark)
        .help("the next 'reshoot build' writes it clean: then 'git add' it");
    return;
  }
  KeyNow key_now = [](const std::string&) { return std::nullopt; };
  const SystemClock clock;
  const Cancel cancel;
  const Result<Session> session = look_for_settling(options, console, clock, cancel);
  if (session) {
    key_now = keys_now(session->graph, session->campaign());
  }
  report_disputes(*project.lock, project.lock_name(), key_now, project.diags);
}

/// Whether people can be recognised by their references. The pictures are looked at only where
/// nothing else is wrong.
Result<void> report_people(const Options& options, Project& project, const Console& console) {
  const bool judged = project.campaign && !project.diags.has_errors() && project.lock &&
                      std::any_of(project.campaign->scenes.begin(), project.campaign->scenes.end(),
                                  [](const Scene& scene) { return scene.judged(); });
  if (!judged) {
    return {};
  }
  const SystemClock clock;
  Cancel cancel;
  const Interrupts interrupts([&cancel] { cancel.request(); });
  TRY_ASSIGN(Session session, look_for_settling(options, console, clock, cancel));
  return check_references(project, session.graph, session.tools.toolbox, session.store,
                          session.facts, cancel);
}

ExitCode worst_of(const PlanReport& report, const Plan& plan, const Options& options) {
  ExitCode code = ExitCode::done;
  if (plan.count_stuck() > 0) {
    code = ExitCode::needs_person;
  }
  const bool work = plan.has_work() || !report.unpublished.empty();
  return options.exit_code && work ? worse(code, ExitCode::has_work) : code;
}

}  // namespace

Result<ExitCode> check(const Options& options, const Console& console) {
  TRY_ASSIGN(const std::unique_ptr<Project> project, read_project(options));
  report_merge(options, *project, console);
  TRY(report_people(options, *project, console));
  const std::string format = options.json ? "json" : options.format;
  print_out(rendered(*project, format, console.out_colour));
  if (format == "text") {
    print_out(verdict(*project));
  }
  return project->diags.has_errors() ? ExitCode::usage : ExitCode::done;
}

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
