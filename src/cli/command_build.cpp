// SPDX-License-Identifier: Apache-2.0
// `build`: one line per arrow of the flow, from campaign text to finished videos.

#include <fmt/format.h>
#include <unistd.h>

#include "assemble/local_runner.h"
#include "cli/commands.h"
#include "cli/progress/json_events.h"
#include "cli/progress/live.h"
#include "cli/progress/plain.h"
#include "cli/project.h"
#include "cli/session.h"
#include "execute/engine.h"
#include "execute/interrupts.h"
#include "graph/targets.h"
#include "plan/budget.h"
#include "store/build_lock.h"
#include "store/scratch.h"

namespace reshoot {
namespace {

/// How often a build plans anew because something changed under it.
constexpr int most_replans = 5;

Result<BuildLock> wait_for_lock(const Options& options, const Store& store,
                                std::string_view campaign, const Clock& clock,
                                const Cancel& cancel) {
  const auto holder_text = [](const LockHolder& holder) {
    return fmt::format("process {} on {}, building '{}' since {}", holder.pid, holder.host,
                       holder.campaign, holder.since.iso());
  };
  if (!options.no_wait) {
    return BuildLock::acquire(
        store.lock_file(), campaign, clock, cancel, [&](const LockHolder& holder) {
          print_err(
              fmt::format("waiting for another build of this store: {} (Ctrl-C stops waiting)\n",
                          holder_text(holder)));
        });
  }
  TRY_ASSIGN(std::optional<BuildLock> lock,
             BuildLock::try_acquire(store.lock_file(), campaign, clock));
  if (lock) {
    return *std::move(lock);
  }
  TRY_ASSIGN(const std::optional<LockHolder> holder, BuildLock::holder(store.lock_file()));
  return fail(ErrorKind::transient,
              "another build has this store: " +
                  (holder ? holder_text(*holder) : std::string("it just ended")),
              "nothing was done; run again without --no-wait to wait for it");
}

/// Models that this version has no way to reach.
Result<void> check_models(const Graph& graph, const Plan& plan) {
  for (const Decision& decision : plan.decisions) {
    const auto* generate = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    if (generate != nullptr && decision.kind == DecisionKind::run && !generate->model->local()) {
      return fail(ErrorKind::environment,
                  fmt::format("{} wants {}, and this version of reshoot cannot reach '{}'",
                              graph.steps[decision.step].id, generate->model->id(),
                              generate->model->provider),
                  "nothing was shot; 'reshoot build --draft' previews it with animatic, for free");
    }
  }
  return {};
}

/// One plan and its execution.
struct Attempt {
  Plan plan;
  BuildOutcome outcome;
};

std::unique_ptr<Observer> make_observer(const Options& options, const Console& console,
                                        FdOutput& out, FdOutput& err) {
  if (options.json) {
    return std::make_unique<JsonProgress>(out);
  }
  if (console.err_is_terminal) {
    return std::make_unique<LiveProgress>(err, console.err_colour);
  }
  return std::make_unique<PlainProgress>(err, console.err_colour);
}

Result<Attempt> attempt(const Options& options, const Console& console, Project& project,
                        Store& store, const Clock& clock, Inbox& inbox, const Cancel& cancel) {
  const Campaign& campaign = *project.campaign;
  TRY_ASSIGN(const ToolVersions tools, find_toolbox(store.stats, cancel));
  TRY_ASSIGN(const Graph graph, open_graph(project, store, tools, options.draft, cancel, console));
  TRY_ASSIGN(const std::vector<bool> wanted, wanted_steps(graph, campaign, options.targets));
  TRY_ASSIGN(Facts facts, load_facts(store.ledger, store.blobs, campaign.name));
  Plan plan = make_plan(graph, campaign, wanted, facts, {options.draft, campaign.budget.max_takes});
  TRY(check_models(graph, plan));
  TRY(check_budget(plan.cost, facts.money, campaign.budget, options.max_cost));
  FdOutput out(STDOUT_FILENO);
  FdOutput err(STDERR_FILENO);
  const std::unique_ptr<Observer> observer = make_observer(options, console, out, err);
  const LocalRunner runner(tools.toolbox);
  const EngineOptions engine{jobs_of(options), options.keep_going, options.draft,
                             project.place.workspace};
  TRY_ASSIGN(BuildOutcome outcome, run_build(graph, campaign, plan, std::move(facts), store, runner,
                                             *observer, clock, inbox, cancel, engine));
  return Attempt{std::move(plan), std::move(outcome)};
}

ExitCode exit_code_of(const Attempt& done) {
  ExitCode code = ExitCode::done;
  if (done.outcome.finished.end == BuildEnd::interrupted) {
    code = ExitCode::interrupted;
  }
  for (const Error& error : done.outcome.failures) {
    code = worse(code, worse(exit_code_of(error.kind), ExitCode::steps_failed));
  }
  if (!done.outcome.notes.empty()) {
    code = worse(code, ExitCode::steps_failed);
  }
  if (done.plan.count(DecisionKind::lost) + done.plan.count(DecisionKind::held) > 0) {
    code = worse(code, ExitCode::needs_person);
  }
  return code;
}

}  // namespace

Result<ExitCode> build(const Options& options, const Console& console) {
  if (options.dry_run) {
    return plan(options, console);
  }
  const SystemClock clock;
  Cancel cancel;
  Inbox inbox;
  const Interrupts interrupts([&] {
    cancel.request();
    inbox.post(Interrupted{});
  });
  TRY_ASSIGN(const std::unique_ptr<Project> project, open_project(options, console));
  TRY_ASSIGN(Store store, open_store(options, project->place.workspace, true, clock));
  TRY_ASSIGN(const BuildLock lock,
             wait_for_lock(options, store, project->campaign->name, clock, cancel));
  TRY(clean_scratch(store.blobs.scratch()));
  const auto try_once = [&] {
    return attempt(options, console, *project, store, clock, inbox, cancel);
  };
  TRY_ASSIGN(Attempt done, try_once());
  for (int again = 0; again < most_replans && !done.outcome.notes.empty() && !cancel.requested();
       ++again) {
    for (const std::string& note : done.outcome.notes) {
      print_err(fmt::format("note: {}; planning again\n", note));
    }
    TRY_ASSIGN(done, try_once());
  }
  return exit_code_of(done);
}

}  // namespace reshoot
