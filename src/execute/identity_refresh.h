// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings what is known of takes that are here up to date, before a plan is made: characters are
// learnt, takes measured and compared. It pays for nothing and starts no step.

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"
#include "campaign/model.h"
#include "execute/take_check.h"
#include "graph/step.h"
#include "plan/facts.h"
#include "store/store.h"

namespace reshoot {

/// How far it has come; `what` is `measured` or `compared`.
using RefreshProgress =
    std::function<void(std::string_view what, std::size_t done, std::size_t all)>;

struct RefreshPlace {
  const Graph& graph;
  const Campaign& campaign;
  Store& store;
  const Cancel& cancel;
  int jobs = 1;              ///< threads
  RefreshProgress progress;  ///< may be empty
  bool keep = true;          ///< false: what is learnt is not written into the store
};

/// Learns the characters whose references are new, as far as their models are here. Fills
/// `identity.likenesses` and, where anything was learnt that is kept, `facts.gate` anew. A gate
/// that is on was loaded for the campaign as it is.
Result<void> learn_characters(const RefreshPlace& place, IdentityAccess& identity, Facts& facts);

struct RefreshCounts {
  int measured = 0, compared = 0;
  std::vector<Error> failures;  ///< of takes that could not be measured now: they stay unjudged
};

/// Measures and compares the takes that clips of `wanted` steps would use, one after the other
/// until one may ship, as far as their bytes are here. Each batch is one transaction: what was done
/// before Ctrl-C is kept.
Result<RefreshCounts> check_choices(const RefreshPlace& place, const std::vector<bool>& wanted,
                                    const IdentityAccess& identity, Facts& facts);

}  // namespace reshoot
