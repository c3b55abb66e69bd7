// SPDX-License-Identifier: Apache-2.0
// `status`, `why` and `graph`: where a campaign stands.

#include "cli/commands.h"
#include "cli/session.h"
#include "execute/publish.h"
#include "report/graph_report.h"
#include "report/plan_report.h"
#include "report/status_report.h"
#include "report/why_report.h"
#include "store/build_lock.h"

namespace reshoot {
namespace {

Result<VideoFile> video_file(const Session& session, std::uint32_t video, const Plan& plan,
                             const std::vector<Published>& published, bool draft) {
  const std::filesystem::path& workspace = session.project->place.workspace;
  VideoFile file;
  file.path = output_path(session.campaign().name, session.campaign().videos[video].name, draft);
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(workspace / file.path));
  if (there) {
    file.bytes = there->size;
  }
  for (const Decision& decision : plan.decisions) {
    const auto* cut = std::get_if<CutStep>(&session.graph.steps[decision.step].what);
    if (cut != nullptr && cut->video == video && decision.made) {
      TRY_ASSIGN(file.current, is_published(workspace, file.path, decision.made->blob, published));
    }
  }
  return file;
}

Result<StatusFacts> status_facts(const Session& session, const Plan& plan, bool draft) {
  StatusFacts facts;
  facts.money = session.facts.money;
  TRY_ASSIGN(const std::vector<Published> published, session.store.ledger.published());
  for (std::uint32_t video = 0; video < session.campaign().videos.size(); ++video) {
    TRY_ASSIGN(VideoFile file, video_file(session, video, plan, published, draft));
    facts.files.push_back(std::move(file));
  }
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
  const WhyReport report =
      make_why_report(make_plan_report(session.graph, session.campaign(), plan, reasons,
                                       session.project->sources, jobs_of(options)),
                      last);
  print_out(options.json ? why_json(report) : why_text(report, style_of(console)));
  return ExitCode::done;
}

Result<ExitCode> graph(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  if (options.format == "json") {
    print_out(graph_json(session.graph, plan));
  } else if (options.format == "mermaid") {
    print_out(graph_mermaid(session.graph, plan));
  } else {
    print_out(graph_dot(session.graph, plan));
  }
  return ExitCode::done;
}

}  // namespace reshoot
