// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a campaign is not what its lock approved: what `build --locked` refuses. Pure.

#include <string_view>
#include <vector>

#include "graph/step.h"
#include "plan/facts.h"

namespace reshoot {

enum class MisfitKind {
  not_locked,  ///< the lock has no block for the clip
  changed,     ///< its block is for what the clip was before an edit
  set_aside,   ///< a person has rejected the pinned take here, or chosen another one
  nowhere,     ///< the pinned bytes are neither here nor in the remote
};
/// In words: what is wrong with the clip.
std::string_view text_of(MisfitKind kind);

struct Misfit {
  StepIndex step = 0;  ///< a generate step
  MisfitKind kind = MisfitKind::not_locked;
};

/// The wanted clips that cannot be cut just as they were approved, in graph order.
std::vector<Misfit> find_misfits(const Graph& graph, const Campaign& campaign,
                                 const std::vector<bool>& wanted, const Facts& facts);

}  // namespace reshoot
