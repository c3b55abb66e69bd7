// SPDX-License-Identifier: Apache-2.0
#pragma once
// The takes of clips: what there is, what it cost, which one is used.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/model.h"
#include "graph/step.h"
#include "plan/facts.h"
#include "plan/plan.h"
#include "report/styled_text.h"
#include "store/job.h"
#include "store/take.h"

namespace reshoot {

struct ReportedTake {
  Take take;
  bool selected = false;             ///< the clip uses it
  bool pinned = false;               ///< because a person chose it
  std::string accepted{};            ///< why that person lets it ship whatever its verdict
  bool here = false;                 ///< its bytes are in the store
  std::optional<OpenJob> job;        ///< where it is, while it is open
  std::optional<Verdict> verdict{};  ///< nullopt: it is not judged, or not measured yet
  std::string reason{};              ///< the worst finding; may be empty
};

struct TakeReport {
  struct Clip {
    std::string name;
    std::vector<ReportedTake> takes;  ///< of the clip's key as it is now, by number
    bool retake = false;              ///< another one was asked for
    std::optional<Digest> unseen;     ///< it uses this take, which the ledger has never seen
  };
  std::string campaign;
  std::vector<Clip> clips;  ///< in graph order; also those without a take
};

/// The takes of all clips of the plan. `jobs`: those that are open.
TakeReport make_take_report(const Graph& graph, const Campaign& campaign, const Plan& plan,
                            const Facts& facts, const std::vector<OpenJob>& jobs = {});

std::string takes_text(const TakeReport& report, const TextStyle& style);
std::string takes_json(const TakeReport& report);
/// One take alone.
std::string take_json(const Take& take);
/// A take that a person has settled, and its clip's name; `repeated`: as it was before, nothing was
/// changed.
std::string resolved_json(const Take& take, std::string_view clip, bool repeated);
/// A side of a dispute that was chosen, and how many disputes are left.
std::string settled_json(const LockedTake& take, std::size_t left);

}  // namespace reshoot
