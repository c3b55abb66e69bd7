// SPDX-License-Identifier: Apache-2.0
// `build`: one line per arrow of the flow, from campaign text to finished videos.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "cli/build_run.h"
#include "cli/commands.h"
#include "cli/progress/json_events.h"
#include "cli/progress/live.h"
#include "cli/progress/plain.h"
#include "execute/interrupts.h"
#include "store/build_lock.h"
#include "store/scratch.h"

namespace reshoot {
namespace {

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

/// Words that contradict each other.
Result<void> check_words(const Options& options) {
  if (options.locked && options.draft) {
    return fail(ErrorKind::usage, "--locked and --draft do not go together",
                "a draft is no approved take: leave one of them out");
  }
  if (options.regenerate && options.locked) {
    return fail(ErrorKind::usage, "--locked and --regenerate do not go together",
                "--regenerate pays for new takes, --locked never does: leave one of them out");
  }
  if (options.regenerate && options.targets.empty()) {
    return fail(
        ErrorKind::usage, "--regenerate needs a TARGET: it pays for lost clips again",
        "'reshoot plan' lists what is lost; for example: reshoot build --regenerate welcome");
  }
  return {};
}

/// What stays out at providers. In doubt is told apart: those wait for a person.
Result<std::vector<OpenJob>> jobs_out(const Ledger& ledger) {
  TRY_ASSIGN(std::vector<OpenJob> jobs, ledger.open_jobs());
  std::erase_if(jobs, [](const OpenJob& job) { return job.take.state == TakeState::in_doubt; });
  return jobs;
}

}  // namespace

Result<ExitCode> build(const Options& options, const Console& console) {
  TRY(check_words(options));
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
  TRY_ASSIGN(const std::int64_t row, store.ledger.begin_build(name, options.draft));
  BuildRun run(options, console, *project, store, *observer, clock, inbox, cancel);
  Result<BuildTotal> total = run.run();
  const BuildEnd end = total ? total->finished.end : BuildEnd::failed;
  TRY(store.ledger.end_build(row, name_of(end)));
  if (!total) {
    return tl::unexpected(total.error());
  }
  TRY_ASSIGN(total->finished.out, jobs_out(store.ledger));
  observer->on(total->finished, clock.now());
  return total->code;
}

}  // namespace reshoot
