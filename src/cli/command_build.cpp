// SPDX-License-Identifier: Apache-2.0
// `build`: one line per arrow of the flow, from campaign text to finished videos.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "assemble/local_runner.h"
#include "cli/commands.h"
#include "cli/progress/json_events.h"
#include "cli/progress/live.h"
#include "cli/progress/plain.h"
#include "cli/project.h"
#include "cli/reachable.h"
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

/// What all plans of one build came to.
struct Total {
  BuildFinished finished;
  ExitCode code = ExitCode::done;

  void add(const Plan& plan, const BuildOutcome& outcome) {
    add(finished.generate, outcome.finished.generate);
    add(finished.conform, outcome.finished.conform);
    add(finished.cut, outcome.finished.cut);
    finished.end = outcome.finished.end;
    finished.published += outcome.finished.published;
    finished.spent += outcome.finished.spent;
    finished.took += outcome.finished.took;
    code = finished.end == BuildEnd::interrupted ? ExitCode::interrupted : ExitCode::done;
    for (const Error& error : outcome.failures) {
      code = worse(code, worse(exit_code_of(error.kind), ExitCode::steps_failed));
    }
    if (outcome.stopped) {
      code = worse(code, worse(exit_code_of(outcome.stopped->kind), ExitCode::steps_failed));
    }
    if (plan.count(DecisionKind::lost) + plan.count(DecisionKind::held) > 0) {
      code = worse(code, ExitCode::needs_person);
    }
  }

 private:
  /// Steps that ran add up; how the others stand is as the last plan says.
  static void add(BuildFinished::Count& sum, const BuildFinished::Count& one) {
    const int run = sum.run + one.run;
    const int hit = std::max(0, one.hit - sum.run);
    sum = one;
    sum.run = run;
    sum.hit = hit;
  }
};

/// What a build works with from its first plan to its last.
struct Workshop {
  const Options& options;
  const Console& console;
  Project& project;
  Store& store;
  Observer& observer;
  const Clock& clock;
  Inbox& inbox;
  const Cancel& cancel;
};

/// One plan and its execution; what the plan points into lives as long as it runs.
Result<BuildOutcome> build_once(Workshop& w, Total& total) {
  const Campaign& campaign = *w.project.campaign;
  TRY_ASSIGN(const FoundTools tools, find_toolbox(w.store.stats, w.cancel));
  TRY_ASSIGN(const Graph graph,
             open_graph(w.project, w.store, tools, w.options.draft, w.cancel, w.console));
  TRY_ASSIGN(const std::vector<bool> wanted, wanted_steps(graph, campaign, w.options.targets));
  TRY_ASSIGN(Facts facts, load_facts(w.store.ledger, w.store.blobs, campaign.name));
  const Plan plan =
      make_plan(graph, campaign, wanted, facts, {w.options.draft, campaign.budget.max_takes});
  TRY(check_reachable(graph, plan));
  TRY(check_budget({plan.cost, plan.unknown_prices, total.finished.spent}, facts.money,
                   campaign.budget, w.options.max_cost));
  const LocalRunner runner(tools.toolbox);
  const EngineOptions engine{jobs_of(w.options), w.options.keep_going, w.options.draft,
                             w.project.place.workspace};
  BuildOutcome outcome = run_build(graph, campaign, plan, std::move(facts), w.store, runner,
                                   w.observer, w.clock, w.inbox, w.cancel, engine);
  total.add(plan, outcome);
  return outcome;
}

/// Plans and builds until nothing changes under the plan any more.
Result<Total> build_all(Workshop& w) {
  Total total;
  for (int plans = 0;; ++plans) {
    TRY_ASSIGN(const BuildOutcome outcome, build_once(w, total));
    if (outcome.stopped) {
      print_error(*outcome.stopped, w.console);
    }
    const bool over = outcome.notes.empty() || outcome.stopped || !outcome.failures.empty() ||
                      w.cancel.requested();
    if (over) {
      return total;
    }
    if (plans == most_replans) {
      return fail(ErrorKind::transient,
                  "things kept changing while this build ran: " + outcome.notes.back(),
                  "what was made is kept; run the build again when they are at rest");
    }
    for (const std::string& note : outcome.notes) {
      print_err(fmt::format("note: {}; planning again\n", note));
    }
  }
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
  const std::string& name = project->campaign->name;
  TRY_ASSIGN(const BuildLock lock, wait_for_lock(options, store, name, clock, cancel));
  TRY(clean_scratch(store.blobs.scratch()));
  FdOutput out(STDOUT_FILENO);
  FdOutput err(STDERR_FILENO);
  const std::unique_ptr<Observer> observer = make_observer(options, console, out, err);
  Workshop workshop{options, console, *project, store, *observer, clock, inbox, cancel};
  TRY_ASSIGN(const std::int64_t row, store.ledger.begin_build(name, options.draft));
  const Result<Total> total = build_all(workshop);
  const BuildEnd end = total ? total->finished.end : BuildEnd::failed;
  TRY(store.ledger.end_build(row, name_of(end)));
  if (!total) {
    return tl::unexpected(total.error());
  }
  observer->on(total->finished, clock.now());
  return total->code;
}

}  // namespace reshoot
