// SPDX-License-Identifier: Apache-2.0
#pragma once
// The providers of a build: which it calls, with whose keys, within which limits.

#include <memory>
#include <optional>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"
#include "cli/options.h"
#include "cli/project.h"
#include "execute/provider_access.h"
#include "graph/step.h"
#include "plan/plan.h"
#include "store/job.h"

namespace reshoot {

/// An `environment` error where the plan shoots with, or waits for, a provider that this version
/// cannot call, or that `offline` forbids to call.
Result<void> check_reachable(const Graph& graph, const Plan& plan, bool offline);

/// How many clips of the plan are made side by side, here and at providers; 0: none at a provider.
int shots_at_once(const Project& project, const Graph& graph, const Plan& plan, int jobs);

using Accounts = std::map<std::string, Account, std::less<>>;

/// The accounts that a build calls: those that the plan needs, and, unless it is a draft or looks
/// at approved takes only, those that have jobs of earlier runs, as far as their keys are there.
/// Errors: `environment`, where a key that the plan needs is missing; nothing has been sent then.
Result<Accounts> accounts_of(const Options& options, const Project& project, const Graph& graph,
                             const Plan& plan, const std::vector<OpenJob>& jobs,
                             const Cancel& cancel);

/// A network of its own for one plan.
struct Providers {
  std::unique_ptr<Transport> transport;
  std::optional<ProviderAccess> access;  ///< nullopt: nobody has to be called
};
Result<Providers> reach_providers(const Project& project, Accounts accounts);

}  // namespace reshoot
