// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a decision is what it is, in fields that people wrote.

#include <optional>
#include <string>
#include <vector>

#include "graph/explain.h"
#include "plan/plan.h"

namespace reshoot {

/// What differs from the step's last successful build. `last_text` is its key text then (nullopt:
/// it never ran in this campaign). A retake, missing bytes or a step that waits for its inputs have
/// their own single reason: the fields `retake`, `bytes`, `inputs`. Empty for a step whose key is
/// as it was.
std::vector<Reason> reasons_of(const Graph& graph, const Campaign& campaign,
                               const Decision& decision,
                               const std::vector<std::optional<Made>>& made,
                               const std::optional<std::string>& last_text);

}  // namespace reshoot
