// SPDX-License-Identifier: Apache-2.0
#pragma once
// `--locked`: what ships is what was approved, or nothing.

#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "cli/project.h"
#include "cli/remote.h"
#include "plan/plan.h"

namespace reshoot {

/// Lists on stderr the clips that do not fit the lock, and is a `needs_person` error where there
/// are any, or where the plan makes bytes with another ffmpeg than that of the lock's last cut. A
/// remote that cannot be reached is the error where only it could have the bytes.
Result<void> check_locked(const Options& options, const Project& project, const Graph& graph,
                          const std::vector<bool>& wanted, const Facts& facts, const Plan& plan,
                          const RemoteAccess& remote);

}  // namespace reshoot
