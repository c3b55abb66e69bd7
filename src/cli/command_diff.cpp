// SPDX-License-Identifier: Apache-2.0
// `diff [REV]`: the campaign of a git revision beside the one in the work tree.

#include <fmt/format.h>

#include "base/render_diagnostics.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/git.h"
#include "cli/revision.h"
#include "cli/revision_digests.h"
#include "cli/session.h"
#include "execute/interrupts.h"
#include "graph/expand.h"
#include "plan/diff.h"
#include "report/diff_report.h"
#include "report/figures.h"

namespace reshoot {
namespace {

/// What is wrong in the revision is shown on stderr, under its name.
Error mistakes_in(const std::string& revision, const std::string& commit, const Diagnostics& diags,
                  const SourceMap& sources, const Console& console) {
  const std::string name = printable(revision);
  print_err(fmt::format("in {} ({}):\n", name, commit.substr(0, 10)));
  print_err(render_text(diags, sources, console.err_colour));
  return {ErrorKind::campaign,
          fmt::format("{} in the campaign of {}",
                      counted(static_cast<std::int64_t>(diags.errors()), "mistake"), name),
          "the work tree was not touched; compare with another revision"};
}

}  // namespace

Result<ExitCode> diff(const Options& options, const Console& console) {
  const SystemClock clock;
  Cancel cancel;
  const Interrupts interrupts([&] { cancel.request(); });
  Options everything = options;
  everything.targets = {"*"};
  TRY_ASSIGN(Session now, look(everything, console, clock, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(now, everything));

  TRY_ASSIGN(const Git git, Git::open(now.project->place.workspace, cancel));
  TRY_ASSIGN(const std::unique_ptr<RevisionCampaign> then,
             read_revision(git, options.revision, now.project->place, now.store.blobs.scratch()));
  const auto mistakes = [&](const Diagnostics& diags) {
    return tl::unexpected(
        mistakes_in(options.revision, then->commit, diags, then->sources, console));
  };
  if (!then->campaign || then->diags.has_errors()) {
    return mistakes(then->diags);
  }
  TRY_ASSIGN(RevisionDigests digests,
             RevisionDigests::open({then->place.workspace, now.project->place.workspace},
                                   now.store.stats, now.tools.toolbox.tools, clock, cancel));
  Diagnostics diags;
  const std::optional<Graph> graph =
      expand(*then->campaign, then->catalog, digests, {options.draft, now.tools.versions}, diags);
  if (!graph) {
    return mistakes(diags);
  }
  const DiffReport report = make_diff_report(
      now.graph, diff_campaigns({*then->campaign, *graph}, {now.campaign(), now.graph}), plan,
      now.project->sources, {options.revision, then->commit});
  print_out(options.json ? diff_json(report) : diff_text(report, style_of(console)));
  return ExitCode::done;
}

}  // namespace reshoot
