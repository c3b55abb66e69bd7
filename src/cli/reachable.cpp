// SPDX-License-Identifier: Apache-2.0
// Local models only: a row of the catalog serves check, plan and drafts until its provider can be
// reached.

#include "cli/reachable.h"

#include <fmt/format.h>

namespace reshoot {

Result<void> check_reachable(const Graph& graph, const Plan& plan, bool offline) {
  for (const Decision& decision : plan.decisions) {
    const auto* generate = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    if (generate != nullptr && decision.kind == DecisionKind::run && !generate->model->local()) {
      if (offline) {
        return fail(ErrorKind::environment,
                    fmt::format("{} wants {}, which --offline forbids to reach",
                                graph.steps[decision.step].id, generate->model->id()),
                    "nothing was shot; run again without --offline");
      }
      return fail(ErrorKind::environment,
                  fmt::format("{} wants {}, and this version of reshoot cannot reach '{}'",
                              graph.steps[decision.step].id, generate->model->id(),
                              generate->model->provider),
                  "nothing was shot; 'reshoot build --draft' previews it with animatic, for free");
    }
  }
  return {};
}

}  // namespace reshoot
