// SPDX-License-Identifier: Apache-2.0
// `status`, `why` and `graph`: where a campaign stands.

#include "cli/commands.h"
#include "cli/session.h"
#include "cli/take_name.h"
#include "cli/video_files.h"
#include "report/graph_report.h"
#include "report/plan_report.h"
#include "report/status_report.h"
#include "report/why_report.h"
#include "store/build_lock.h"

namespace reshoot {
namespace {

/// Takes of this campaign that are at a provider, or in doubt.
Result<std::vector<OpenTake>> open_takes(const Session& session) {
  TRY_ASSIGN(ClipNames names, ClipNames::of(session.store.ledger));
  names.add(session.graph, session.campaign());
  TRY_ASSIGN(const std::vector<OpenJob> jobs, session.store.ledger.open_jobs());
  std::vector<OpenTake> open;
  for (const OpenJob& job : jobs) {
    if (job.take.campaign == session.campaign().name) {
      open.push_back({names(job.take), job});
    }
  }
  return open;
}

Result<StatusFacts> status_facts(const Session& session, const Plan& plan, bool draft) {
  StatusFacts facts;
  facts.money = session.facts.money;
  TRY_ASSIGN(facts.open, open_takes(session));
  TRY_ASSIGN(facts.files, video_files(session, plan, draft));
  TRY_ASSIGN(facts.last_build, session.store.ledger.last_build(session.campaign().name));
  TRY_ASSIGN(facts.running, BuildLock::holder(session.store.lock_file()));
  return facts;
}

}  // namespace

Result<ExitCode> status(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  TRY_ASSIGN(StatusFacts facts, status_facts(session, plan, options.draft));
  const StatusReport report =
      make_status_report(session.graph, session.campaign(), plan, std::move(facts));
  if (options.quiet) {
    return report.fresh() ? ExitCode::done : ExitCode::steps_failed;
  }
  print_out(options.json ? status_json(report) : status_text(report, style_of(console)));
  return ExitCode::done;
}

Result<ExitCode> why(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  TRY_ASSIGN(const auto reasons, reasons_of_plan(session, plan));
  TRY_ASSIGN(const std::optional<BuildRow> last,
             session.store.ledger.last_build(session.campaign().name));
  WhyReport report =
      make_why_report(make_plan_report(session.graph, session.campaign(), plan, reasons,
                                       session.project->sources, jobs_of(options)),
                      last);
  if (options.targets.empty()) {  // who names a scene asks about it, also where nothing changed
    leave_out_hits(report);
  }
  print_out(options.json ? why_json(report) : why_text(report, style_of(console)));
  return ExitCode::done;
}

Result<ExitCode> graph(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  if (options.json || options.format == "json") {
    print_out(graph_json(session.graph, plan));
  } else if (options.format == "mermaid") {
    print_out(graph_mermaid(session.graph, plan));
  } else {
    print_out(graph_dot(session.graph, plan));
  }
  return ExitCode::done;
}

}  // namespace reshoot
