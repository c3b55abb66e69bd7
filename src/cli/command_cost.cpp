// SPDX-License-Identifier: Apache-2.0
// `cost`: the ledger's receipts added up. Needs no key, no network and no remote.

#include "cli/commands.h"
#include "cli/session.h"
#include "cli/shared_store.h"
#include "report/cost_report.h"

namespace reshoot {
namespace {

Result<std::vector<Take>> takes_of(const Ledger& ledger, const std::string& campaign) {
  TRY_ASSIGN(std::vector<Take> takes, ledger.takes());
  std::erase_if(takes, [&](const Take& take) { return take.campaign != campaign; });
  return takes;
}

/// Of every campaign that ever used this store, whether it can be read now or not.
Result<CostReport> of_all(CostBy by, const Options& options, const Clock& clock) {
  TRY_ASSIGN(const std::filesystem::path workspace, workspace_of(options));
  TRY_ASSIGN(const Store store, open_store(options, workspace, false, clock));
  CostFacts facts;
  TRY_ASSIGN(facts.takes, store.ledger.takes());
  return make_cost_report(by, facts);
}

Result<CostReport> of_campaign(CostBy by, const Options& options, const Console& console,
                               const Clock& clock) {
  TRY_ASSIGN(const std::unique_ptr<Project> project, open_project(options, console));
  TRY_ASSIGN(const Store store, open_store(options, project->place.workspace, false, clock));
  CostFacts facts;
  facts.max_cost = project->campaign->budget.max_cost;
  TRY_ASSIGN(facts.takes, takes_of(store.ledger, project->campaign->name));
  return make_cost_report(by, facts);
}

/// The same by what the campaign's clips are now.
Result<CostReport> of_clips(CostBy by, const Options& options, const Console& console,
                            const Clock& clock) {
  const Cancel cancel;
  Options here = options;
  here.offline = true;  // what a remote has costs nothing
  TRY_ASSIGN(const Session session, look_for_settling(here, console, clock, cancel));
  CostFacts facts;
  facts.graph = &session.graph;
  facts.campaign = &session.campaign();
  facts.max_cost = session.campaign().budget.max_cost;
  TRY_ASSIGN(facts.takes, takes_of(session.store.ledger, session.campaign().name));
  return make_cost_report(by, facts);
}

Result<CostReport> report_of(CostBy by, const Options& options, const Console& console,
                             const Clock& clock) {
  const bool by_clip = by == CostBy::scene || by == CostBy::character;
  if (options.all && by_clip) {
    return fail(ErrorKind::usage, "--all and --by " + options.by + " do not go together",
                "scenes and characters are those of one campaign: leave --all out, or use -f");
  }
  if (options.all) {
    return of_all(by, options, clock);
  }
  return by_clip ? of_clips(by, options, console, clock) : of_campaign(by, options, console, clock);
}

}  // namespace

Result<ExitCode> cost(const Options& options, const Console& console) {
  const SystemClock clock;
  const CostBy by = cost_by(options.by).value_or(CostBy::campaign);
  TRY_ASSIGN(const CostReport report, report_of(by, options, console, clock));
  print_out(options.json ? cost_json(report) : cost_text(report, style_of(console)));
  return ExitCode::done;
}

}  // namespace reshoot
