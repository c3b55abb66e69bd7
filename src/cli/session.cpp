// SPDX-License-Identifier: Apache-2.0
// The path from options to plan, shared by the commands that look.

#include "cli/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "cli/upload_rules.h"
#include "graph/targets.h"
#include "plan/budget.h"
#include "plan/reasons.h"

namespace reshoot {

Result<Session> look_for_settling(const Options& options, const Console& console,
                                  const Clock& clock, const Cancel& cancel) {
  TRY_ASSIGN(std::unique_ptr<Project> project, open_project(options, console));
  TRY_ASSIGN(Store store, open_store(options, project->place.workspace, false, clock));
  TRY_ASSIGN(FoundTools tools, find_toolbox(store.stats, cancel));
  TRY_ASSIGN(Graph graph, open_graph(*project, store, tools, options.draft, cancel, console));
  store.stats.flush();  // what could not be written is learnt again
  TRY_ASSIGN(const std::vector<bool> wanted,
             wanted_steps(graph, *project->campaign, options.targets));
  RemoteAccess remote = reach_remote(options, project->settings, store.ledger);
  TRY_ASSIGN(Facts facts, gather_facts(store, *project, graph, remote, wanted, options.draft));
  note_unreachable(remote);
  UploadRules uploads = upload_rules(*project, clock, cancel);
  return Session{std::move(project), std::move(store), std::move(tools),  std::move(graph),
                 std::move(remote),  std::move(facts), std::move(uploads)};
}

Result<Session> look(const Options& options, const Console& console, const Clock& clock,
                     const Cancel& cancel) {
  TRY_ASSIGN(Session session, look_for_settling(options, console, clock, cancel));
  TRY(refuse_disputes(*session.project, session.graph, console));
  return session;
}

Result<Facts> gather_facts(const Store& store, const Project& project, const Graph& graph,
                           RemoteAccess& remote, const std::vector<bool>& wanted, bool draft) {
  const Campaign& campaign = *project.campaign;
  TRY_ASSIGN(Facts facts, load_facts(store.ledger, store.blobs, campaign.name));
  if (!draft) {
    TRY(load_gate(graph, campaign, project.identity_models(), store.ledger, facts));
    facts.lock = LockPins(project.lock->lock);
    find_gone(campaign, facts);
    ask_remote(remote, graph, campaign, wanted, facts);
  }
  return facts;
}

void note_unreachable(const RemoteAccess& remote) {
  if (remote.unreachable) {
    print_err(fmt::format("note: {}; going on without the remote\n  = help: {}\n",
                          remote.unreachable->message, remote.unreachable->help));
  }
}

int jobs_of(const Options& options) {
  return options.jobs > 0 ? options.jobs
                          : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

TextStyle style_of(const Console& console) {
  return {console.out_is_terminal ? static_cast<std::size_t>(console.width) : 0,
          console.out_colour};
}

Result<Plan> plan_targets(const Session& session, const Options& options) {
  TRY_ASSIGN(const std::vector<bool> wanted,
             wanted_steps(session.graph, session.campaign(), options.targets));
  const Budget& budget = session.campaign().budget;
  const MoneyRules money{money_left(session.facts.money, budget, options.max_cost, Money{}),
                         options.accept_unknown_price};
  return make_plan(session.graph, session.campaign(), wanted, session.facts,
                   {options.draft, options.locked, budget.max_takes, session.uploads, money});
}

Result<std::vector<std::vector<Reason>>> reasons_of_plan(const Session& session, const Plan& plan) {
  const std::vector<std::optional<Made>> made = made_by(session.graph, plan);
  std::vector<std::vector<Reason>> all;
  all.reserve(plan.decisions.size());
  for (const Decision& decision : plan.decisions) {
    std::vector<Reason>& reasons = all.emplace_back();
    if (decision.kind == DecisionKind::hit) {
      continue;
    }
    TRY_ASSIGN(const std::optional<std::string> last,
               session.store.ledger.step_text(session.campaign().name,
                                              session.graph.steps[decision.step].id));
    reasons = reasons_of(session.graph, session.campaign(), decision, made, last);
  }
  return all;
}

}  // namespace reshoot
