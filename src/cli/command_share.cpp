// SPDX-License-Identifier: Apache-2.0
// `cache push` and `cache pull`: the store and the remote, take by take.

#include <unistd.h>

#include "base/render_diagnostics.h"
#include "cli/commands.h"
#include "cli/progress/transfer_line.h"
#include "cli/project.h"
#include "cli/session.h"
#include "cli/shared_store.h"
#include "cli/workspace.h"
#include "execute/interrupts.h"
#include "report/share_report.h"
#include "store/lock_io.h"
#include "store/scratch.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// What the locks of the workspace's campaigns pin; both sides of what a merge left open. A lock
/// that cannot be read is shown on stderr, and `all_read` says so: the others still count.
struct PinnedTakes {
  std::vector<LockedTake> takes;
  bool all_read = true;
};

void add_lock(const LockReading& reading, PinnedTakes& pinned) {
  pinned.takes.insert(pinned.takes.end(), reading.lock.clips.begin(), reading.lock.clips.end());
  for (const LockDispute& dispute : reading.disputes) {
    for (const auto& side : {dispute.ours, dispute.theirs}) {
      if (side) {
        pinned.takes.push_back(*side);
      }
    }
  }
}

PinnedTakes pinned_takes(const Options& options, const fs::path& workspace,
                         const Console& console) {
  PinnedTakes pinned;
  SourceMap sources;
  Diagnostics diags;
  for (const fs::path& campaign : campaigns_of(options, workspace)) {
    const fs::path file = lock_path(campaign);
    const auto reading =
        load_lock(file, file.lexically_relative(workspace).string(), sources, diags);
    if (reading) {
      add_lock(*reading, pinned);
    } else {
      pinned.all_read = false;
    }
  }
  print_err(render_text(diags, sources, console.err_colour));
  return pinned;
}

/// Prints the outcome; how the process ends.
ExitCode tell(ShareDirection direction, const Options& options, const SharedTakes& remote,
              const TransferOutcome& outcome, const Console& console) {
  print_out(options.json ? share_json(direction, remote.place(), outcome)
                         : share_text(direction, remote.place(), outcome, style_of(console)));
  ExitCode code = outcome.failures.empty() ? ExitCode::done : ExitCode::steps_failed;
  if (outcome.stopped) {
    if (outcome.stopped->kind != ErrorKind::cancelled) {
      print_error(*outcome.stopped, console);
    }
    code = worse(code, exit_code_of(outcome.stopped->kind));
  }
  return code;
}

}  // namespace

Result<ExitCode> cache_push(const Options& options, const Console& console) {
  const SystemClock clock;
  Cancel cancel;
  const Interrupts interrupts([&] { cancel.request(); });
  TRY_ASSIGN(const fs::path workspace, workspace_of(options));
  TRY_ASSIGN(const std::unique_ptr<SharedTakes> remote, need_remote(options, workspace, console));
  TRY_ASSIGN(Store store, open_store(options, workspace, true, clock));
  TransferOutcome outcome;
  {
    FdOutput terminal(STDERR_FILENO);
    TransferLine line("push", terminal, console.err_is_terminal, clock);
    TRY_ASSIGN(outcome, push_takes(store.ledger, store.blobs, *remote,
                                   {&cancel, [&](const TransferState& state) { line.on(state); }}));
  }
  return tell(ShareDirection::push, options, *remote, outcome, console);
}

Result<ExitCode> cache_pull(const Options& options, const Console& console) {
  const SystemClock clock;
  Cancel cancel;
  const Interrupts interrupts([&] { cancel.request(); });
  TRY_ASSIGN(const fs::path workspace, workspace_of(options));
  TRY_ASSIGN(const std::unique_ptr<SharedTakes> remote, need_remote(options, workspace, console));
  TRY_ASSIGN(Store store, open_store(options, workspace, true, clock));
  TRY(clean_scratch(store.blobs.scratch()));  // what killed pulls have left
  const PinnedTakes pinned = pinned_takes(options, workspace, console);
  TransferOutcome outcome;
  {
    FdOutput terminal(STDERR_FILENO);
    TransferLine line("pull", terminal, console.err_is_terminal, clock);
    TRY_ASSIGN(outcome, pull_takes(store.ledger, store.blobs, *remote, pinned.takes,
                                   {&cancel, [&](const TransferState& state) { line.on(state); }}));
  }
  const ExitCode code = tell(ShareDirection::pull, options, *remote, outcome, console);
  return pinned.all_read ? code : worse(code, ExitCode::usage);
}

}  // namespace reshoot
