// SPDX-License-Identifier: Apache-2.0
#pragma once
// What commands on a whole store need: its workspace, the campaigns there, the remote.

#include <filesystem>
#include <memory>
#include <vector>

#include "base/result.h"
#include "cli/console.h"
#include "cli/options.h"
#include "store/shared_takes.h"

namespace reshoot {

/// The workspace that is meant, also where no campaign in it can be read.
Result<std::filesystem::path> workspace_of(const Options& options);

/// The campaigns of the workspace, and the one that `-f` names where it lies elsewhere in it.
std::vector<std::filesystem::path> campaigns_of(const Options& options,
                                                const std::filesystem::path& workspace);

/// The workspace's remote; nullptr where none is set. Mistakes in `reshoot.yaml` are shown on
/// stderr, and are an error.
Result<std::unique_ptr<SharedTakes>> workspace_remote(const Options& options,
                                                      const std::filesystem::path& workspace,
                                                      const Console& console);

/// The same for a command that is of no use without one: a `usage` error that shows how to set it.
Result<std::unique_ptr<SharedTakes>> need_remote(const Options& options,
                                                 const std::filesystem::path& workspace,
                                                 const Console& console);

}  // namespace reshoot
