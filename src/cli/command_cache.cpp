// SPDX-License-Identifier: Apache-2.0
// `cache stats|verify`: looking after the store.

#include <unistd.h>

#include <algorithm>
#include <memory>

#include "cli/commands.h"
#include "cli/progress/transfer_line.h"
#include "cli/project.h"
#include "cli/session.h"
#include "cli/shared_store.h"
#include "execute/interrupts.h"
#include "report/cache_report.h"
#include "store/build_lock.h"
#include "store/healing.h"
#include "store/health.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// The build lock, where it is free: a build may be making a damaged blob again right now, and then
/// it stays where it is.
Result<std::optional<BuildLock>> quiet_store(const Store& store, const Clock& clock) {
  if (!fs::exists(store.directory)) {
    return std::optional<BuildLock>();
  }
  return BuildLock::try_acquire(store.lock_file(), "cache verify", clock);
}

/// A remote that cannot be reached is a note: the store itself has been verified.
Result<void> heal_from_remote(const Options& options, const fs::path& workspace, Store& store,
                              const Cancel& cancel, const Console& console,
                              std::vector<Finding>& findings) {
  const Result<std::unique_ptr<SharedTakes>> remote = workspace_remote(options, workspace, console);
  if (!remote) {
    print_error(remote.error(), console);
    return {};
  }
  if (*remote == nullptr) {
    return {};
  }
  const SystemClock clock;
  FdOutput terminal(STDERR_FILENO);
  TransferLine line("verify the remote", terminal, console.err_is_terminal, clock);
  const Result<void> healed =
      heal_store(findings, store.ledger, store.blobs, **remote,
                 {&cancel, [&](const TransferState& state) { line.on(state); }});
  if (!healed && healed.error().kind == ErrorKind::environment) {
    print_error(healed.error(), console);
    return {};
  }
  return healed;
}

}  // namespace

Result<ExitCode> cache_stats(const Options& options, const Console& console) {
  const SystemClock clock;
  TRY_ASSIGN(const fs::path workspace, workspace_of(options));
  TRY_ASSIGN(const Store store, open_store(options, workspace, false, clock));
  CacheStats stats;
  stats.directory = store.directory;
  TRY_ASSIGN(stats.takes, store.ledger.takes());
  TRY_ASSIGN(stats.artifacts, store.ledger.artifacts());
  TRY_ASSIGN(stats.blobs, store.blobs.sizes());
  print_out(options.json ? cache_stats_json(stats) : cache_stats_text(stats, style_of(console)));
  return ExitCode::done;
}

Result<ExitCode> cache_verify(const Options& options, const Console& console) {
  const SystemClock clock;
  Cancel cancel;
  const Interrupts interrupts([&] { cancel.request(); });
  TRY_ASSIGN(const fs::path workspace, workspace_of(options));
  TRY_ASSIGN(Store store, open_store(options, workspace, false, clock));
  VerifyOptions how;
  TRY_ASSIGN(const std::optional<BuildLock> lock, quiet_store(store, clock));
  how.quarantine = lock.has_value();
  how.cancel = &cancel;
  TRY_ASSIGN(std::vector<Finding> findings, verify_store(store.ledger, store.blobs, how));
  TRY(heal_from_remote(options, workspace, store, cancel, console, findings));
  TRY_ASSIGN(const std::vector<Take> takes, store.ledger.takes());
  print_out(options.json ? findings_json(findings, takes)
                         : findings_text(findings, takes, style_of(console)));
  const bool broken = std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.kind != FindingKind::stray && !f.healed;
  });
  return broken ? ExitCode::steps_failed : ExitCode::done;
}

}  // namespace reshoot
