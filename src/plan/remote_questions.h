// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a plan has to ask the remote before it can decide. Pure.

#include <vector>

#include "graph/step.h"
#include "plan/facts.h"

namespace reshoot {

struct RemoteQuestions {
  std::vector<Digest> blobs;  ///< of chosen takes whose bytes are not here: does it have them?
  std::vector<Digest> keys;   ///< paid clips without a take that may ship: does it have one?
};

/// `facts.shared` and `facts.offers` are empty as yet. Each digest stands there once.
RemoteQuestions questions_of(const Graph& graph, const Campaign& campaign,
                             const std::vector<bool>& wanted, const Facts& facts);

}  // namespace reshoot
