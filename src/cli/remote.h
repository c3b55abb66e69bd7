// SPDX-License-Identifier: Apache-2.0
#pragma once
// The workspace's remote, as commands open and ask it.

#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "campaign/settings.h"
#include "cli/options.h"
#include "graph/step.h"
#include "plan/facts.h"
#include "store/shared_takes.h"

namespace reshoot {

/// The remote of `reshoot.yaml`; nullptr where none is set, or with --offline.
Result<std::unique_ptr<SharedTakes>> open_remote(const Options& options, const Settings& settings);

/// What commands have of the remote. A plan is made without one that cannot be reached.
struct RemoteAccess {
  std::unique_ptr<SharedTakes> takes;  ///< nullptr: none is set, --offline, or it cannot be reached
  std::optional<Error> unreachable;    ///< why not, where one is set
};
RemoteAccess reach_remote(const Options& options, const Settings& settings, const Ledger& ledger);

/// Adds to the facts what the remote has of what they lack. Where it stops answering, it counts as
/// unreachable from then on.
void ask_remote(RemoteAccess& remote, const Graph& graph, const Campaign& campaign,
                const std::vector<bool>& wanted, Facts& facts);

}  // namespace reshoot
