// SPDX-License-Identifier: Apache-2.0
// `verify`, `report` and `take compare`: who is seen and heard in the takes that are here.

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/files.h"
#include "cli/checked_clips.h"
#include "cli/commands.h"
#include "cli/identity_desk.h"
#include "cli/identity_report_of.h"
#include "cli/session.h"
#include "cli/take_name.h"
#include "cli/version.h"
#include "execute/interrupts.h"
#include "graph/targets.h"
#include "report/figures.h"
#include "report/github_report.h"
#include "report/html_page.h"
#include "report/identity_facts.h"
#include "report/identity_json.h"
#include "report/identity_take_compare.h"
#include "report/identity_text.h"
#include "report/junit_report.h"
#include "report/sarif_report.h"

namespace reshoot {
namespace {

std::string rendered(const IdentityReport& report, const Session& session, const Options& options,
                     const TextStyle& style) {
  const SourceMap& sources = session.project->sources;
  if (options.json || options.format == "json") {
    return identity_json(report, sources);
  }
  if (options.format == "junit") {
    return identity_junit(report, sources);
  }
  if (options.format == "sarif") {
    return identity_sarif(report, sources, version);
  }
  if (options.format == "github") {
    return identity_github(report, sources);
  }
  if (options.format == "html") {
    return html_page(report, sources);
  }
  return identity_text(report, sources, style);
}

/// Pages hold faces: only their owner may read them.
Result<void> write_private(const std::filesystem::path& file, const std::string& text) {
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  const mode_t before = ::umask(S_IRWXG | S_IRWXO);
  const Result<void> written = write_file_atomically(file, text);
  ::umask(before);
  TRY(written);
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failed);
  return {};
}

/// A clip that must be judged and has no take is not proved to show the right people either.
bool all_may_ship(const IdentityReport& report) {
  return std::none_of(report.clips.begin(), report.clips.end(), [](const CheckedClip& clip) {
    return falls_short(clip) || (clip.judged && clip.fate == ClipFate::no_take);
  });
}

/// A row for the trend, where anything is other than last time.
Result<void> record_counts(Store& store, const std::string& campaign, const VerdictCounts& counts) {
  TRY_ASSIGN(const std::vector<VerdictCounts> last, store.ledger.verdict_counts(campaign, 1));
  const bool same = !last.empty() && last[0].passed == counts.passed &&
                    last[0].unsure == counts.unsure && last[0].failed == counts.failed &&
                    last[0].na == counts.na;
  return same ? Result<void>() : store.ledger.record_verdict_counts(campaign, counts);
}

Result<const GenerateStep*> clip_named(const Session& session, const std::string& scene) {
  for (const Step& step : session.graph.steps) {
    const auto* clip = std::get_if<GenerateStep>(&step.what);
    if (clip != nullptr && session.campaign().scenes[clip->scene].name == scene) {
      return clip;
    }
  }
  return fail(
      ErrorKind::usage,
      fmt::format("campaign '{}' has no scene '{}' that is shot", session.campaign().name, scene),
      "'reshoot take list' lists the clips and their takes");
}

Result<CheckedClip> take_named(const Session& session, const GenerateStep& clip,
                               const std::string& name) {
  const auto takes = session.facts.takes.find(clip.key);
  std::vector<const Take*> found;
  if (takes != session.facts.takes.end()) {
    for (const Take& take : takes->second) {
      if (is_named(take, name)) {
        found.push_back(&take);
      }
    }
  }
  if (found.size() != 1) {
    return fail(ErrorKind::usage,
                fmt::format("scene '{}' has {} take '{}' as it stands now",
                            session.campaign().scenes[clip.scene].name,
                            found.empty() ? "no" : "more than one", name),
                "'reshoot take list' lists its takes");
  }
  return checked_take(clip, session.campaign(), *found.front(), session.facts,
                      session.store.ledger);
}

}  // namespace

Result<ExitCode> verify(const Options& options, const Console& console) {
  const SystemClock clock;
  Cancel cancel;
  const Interrupts interrupts([&cancel] { cancel.request(); });
  TRY_ASSIGN(Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(IdentityDesk desk, open_identity_desk(*session.project, session.tools.toolbox));
  TRY_ASSIGN(const std::vector<bool> wanted,
             wanted_steps(session.graph, session.campaign(), options.targets));
  TRY(judge_what_is_here(desk, *session.project, session.graph, wanted, session.store,
                         session.facts, jobs_of(options), console, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  TRY_ASSIGN(const IdentityReport report,
             identity_report(session, plan, Crops::none, clock.wall(), cancel));
  TRY(record_counts(session.store, session.campaign().name, counts_of(report.clips, clock.wall())));
  print_out(rendered(report, session, options, style_of(console)));
  const bool open = std::any_of(report.clips.begin(), report.clips.end(), [](const auto& clip) {
    return clip.fate == ClipFate::not_measured;
  });
  if (open && !desk.missing.empty()) {
    return fail(ErrorKind::environment,
                fmt::format("not all clips were measured: models are not installed ({})",
                            fmt::join(desk.missing, ", ")),
                "'reshoot models pull' fetches them once");
  }
  return all_may_ship(report) ? ExitCode::done : ExitCode::needs_person;
}

Result<ExitCode> report(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  Options asked = options;
  if (asked.format.empty() && !asked.json) {
    asked.format = "html";
  }
  const bool html = asked.format == "html" && !asked.json;
  const Crops crops = html && !options.no_crops ? Crops::for_people : Crops::none;
  TRY_ASSIGN(const IdentityReport made,
             identity_report(session, plan, crops, clock.wall(), cancel));
  const std::string text = rendered(made, session, asked, style_of(console));
  if (!html && options.output.empty()) {
    print_out(text);
    return ExitCode::done;
  }
  const std::filesystem::path file =
      options.output.empty()
          ? session.project->place.workspace / "out" / session.campaign().name / "report.html"
          : std::filesystem::absolute(options.output);
  TRY(write_private(file, text));
  print_out(file.string() + "\n");
  return ExitCode::done;
}

Result<ExitCode> take_compare(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const GenerateStep* const clip, clip_named(session, options.clip));
  TakeComparison takes;
  takes.campaign = session.campaign().name;
  for (const Character& character : session.campaign().characters) {
    takes.characters.push_back({character.name, character.kind, character.voice.has_value()});
  }
  TRY_ASSIGN(takes.first, take_named(session, *clip, options.take));
  TRY_ASSIGN(takes.second, take_named(session, *clip, options.other_take));
  print_out(options.json ? take_compare_json(takes) : take_compare_text(takes, style_of(console)));
  return ExitCode::done;
}

}  // namespace reshoot
