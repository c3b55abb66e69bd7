// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which models this version has a way to shoot with.

#include "base/result.h"
#include "graph/step.h"
#include "plan/plan.h"

namespace reshoot {

/// An `environment` error where the plan runs a model of a provider that this version cannot reach,
/// or that `offline` forbids to reach.
Result<void> check_reachable(const Graph& graph, const Plan& plan, bool offline);

}  // namespace reshoot
