// SPDX-License-Identifier: Apache-2.0
#pragma once
// Gathers, for reports, how the take that each clip uses stands with its policy.

#include <string>
#include <vector>

#include "campaign/model.h"
#include "graph/step.h"
#include "plan/facts.h"
#include "plan/plan.h"
#include "report/checked_clip.h"
#include "report/identity_report.h"
#include "store/ledger.h"

namespace reshoot {

/// The clips of the plan in its order. `facts` were judged as the policies are now.
Result<std::vector<CheckedClip>> checked_clips(const Graph& graph, const Campaign& campaign,
                                               const Plan& plan, const Facts& facts,
                                               const Ledger& ledger);

/// One take of a clip, whether the clip uses it or not. One whose comparison cannot be read counts
/// as not measured.
Result<CheckedClip> checked_take(const GenerateStep& clip, const Campaign& campaign,
                                 const Take& take, const Facts& facts, const Ledger& ledger);

VerdictCounts counts_of(const std::vector<CheckedClip>& clips, Wall now);

}  // namespace reshoot
