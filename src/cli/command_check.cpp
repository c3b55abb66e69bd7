// SPDX-License-Identifier: Apache-2.0
// `check`: what is wrong with a campaign, as a report that needs nothing but its text. What only
// its pictures and its store can tell is told where they can be looked at.

#include <fmt/format.h>

#include <algorithm>

#include "base/diagnostic_codes.h"
#include "base/render_diagnostics.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/identity_desk.h"
#include "cli/project.h"
#include "cli/version.h"
#include "execute/input_digests.h"
#include "execute/interrupts.h"
#include "graph/expand.h"
#include "plan/facts.h"
#include "plan/gate.h"
#include "report/figures.h"

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

/// The last line: how many mistakes there are.
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

/// What is behind the text: programs, the store as it is, and the digests of all inputs.
struct Depths {
  Store store;
  FoundTools tools;
  Graph graph;
};

/// Inputs that cannot be used are reported as mistakes; nullopt then. The remote is not asked.
Result<std::optional<Depths>> look_into(const Options& options, Project& project,
                                        const Clock& clock, const Cancel& cancel) {
  TRY_ASSIGN(Store store, open_store(options, project.place.workspace, false, clock));
  TRY_ASSIGN(FoundTools tools, find_toolbox(store.stats, cancel));
  InputDigests digests(store.stats, tools.toolbox.tools, cancel);
  std::optional<Graph> graph = expand(*project.campaign, project.catalog, digests,
                                      {options.draft, tools.versions}, project.diags);
  store.stats.flush();  // what could not be written is learnt again
  if (!graph) {
    return std::nullopt;
  }
  return Depths{std::move(store), std::move(tools), *std::move(graph)};
}

bool has_disputes(const Project& project) {
  return project.lock && project.lock->has_marks && !project.lock->disputes.empty();
}

/// What a merge left in the lock. Which side fits is said where the clips' keys can be had.
void report_merge(Project& project, const Depths* depths) {
  if (has_disputes(project)) {
    const KeyNow unknown = [](const std::string&) { return std::nullopt; };
    report_disputes(*project.lock, project.lock_name(),
                    depths == nullptr ? unknown : keys_now(depths->graph, *project.campaign),
                    project.diags);
  } else if (project.lock && project.lock->has_marks) {
    project.diags
        .report(Code::lock_marks_settled,
                fmt::format("{} has conflict marks that settle themselves", project.lock_name()))
        .at(project.lock->first_mark)
        .help("the next 'reshoot build' writes it clean: then 'git add' it");
  }
}

bool judges_people(const Campaign& campaign) {
  return std::any_of(campaign.scenes.begin(), campaign.scenes.end(),
                     [](const Scene& scene) { return scene.judged(); });
}

/// Whether people can be recognised by their references.
Result<void> report_people(Project& project, Depths& depths, const Cancel& cancel) {
  const Campaign& campaign = *project.campaign;
  TRY_ASSIGN(Facts facts, load_facts(depths.store.ledger, depths.store.blobs, campaign.name));
  TRY(load_gate(depths.graph, campaign, project.identity_models(), depths.store.ledger, facts));
  return check_references(project, depths.graph, depths.tools.toolbox, depths.store, facts, cancel);
}

/// All that the text alone cannot tell, while it has no mistakes.
Result<void> report_depths(const Options& options, Project& project) {
  const bool readable = project.campaign && project.lock && !project.diags.has_errors();
  if (!readable || !(has_disputes(project) || judges_people(*project.campaign))) {
    report_merge(project, nullptr);
    return {};
  }
  const SystemClock clock;
  Cancel cancel;
  const Interrupts interrupts([&cancel] { cancel.request(); });
  Result<std::optional<Depths>> depths = look_into(options, project, clock, cancel);
  report_merge(project, depths && *depths ? &**depths : nullptr);
  if (!depths) {
    return tl::unexpected(std::move(depths.error()));
  }
  const bool sound = *depths && !project.diags.has_errors();
  return sound && judges_people(*project.campaign) ? report_people(project, **depths, cancel)
                                                   : Result<void>();
}

}  // namespace

Result<ExitCode> check(const Options& options, const Console& console) {
  TRY_ASSIGN(const std::unique_ptr<Project> project, read_project(options));
  if (const Result<void> looked = report_depths(options, *project); !looked) {
    if (looked.error().kind == ErrorKind::cancelled) {
      return tl::unexpected(looked.error());
    }
    const Error& why = looked.error();
    print_err(fmt::format(
        "note: only the text was checked, not what its pictures and recordings show: {}\n{}",
        printable(why.message),
        why.help.empty() ? "" : fmt::format("  = help: {}\n", printable(why.help))));
  }
  const std::string format = options.json ? "json" : options.format;
  print_out(rendered(*project, format, console.out_colour));
  if (format == "text") {
    print_out(verdict(*project));
  }
  return project->diags.has_errors() ? ExitCode::usage : ExitCode::done;
}

}  // namespace reshoot
