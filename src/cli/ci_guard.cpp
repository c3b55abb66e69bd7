// SPDX-License-Identifier: Apache-2.0
#include "cli/ci_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace reshoot {

bool is_ci(const char* variable) {
  const std::string_view value = variable == nullptr ? "" : variable;
  return !value.empty() && value != "false" && value != "0";
}

Result<void> check_store_in_ci(const StoreInCi& facts) {
  if (!facts.ci || !facts.git_root || facts.has_remote || !facts.pays || facts.allowed) {
    return {};
  }
  return fail(
      ErrorKind::environment,
      fmt::format("this is a CI runner (CI is set), the store {} lies in its work tree, and "
                  "takes that would be paid for now go with it; nothing was shot",
                  facts.store.string()),
      "share takes with 'remote:' in reshoot.yaml, keep the store elsewhere with --store "
      "DIR or RESHOOT_STORE, or say --store-in-tree where this folder is kept");
}

bool pays(const Graph& graph, const Plan& plan) {
  return std::any_of(plan.decisions.begin(), plan.decisions.end(), [&](const Decision& decision) {
    const auto* generate = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    return generate != nullptr && decision.kind == DecisionKind::run && !generate->model->free();
  });
}

}  // namespace reshoot
