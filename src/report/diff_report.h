// SPDX-License-Identifier: Apache-2.0
#pragma once
// Clips and videos that differ from a git revision, and what building them costs now. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "base/units.h"
#include "graph/step.h"
#include "plan/diff.h"
#include "plan/plan.h"
#include "report/step_report.h"
#include "report/styled_text.h"

namespace reshoot {

/// The revision that is compared with.
struct RevisionName {
  std::string written;  ///< `HEAD~2`
  std::string commit;   ///< in hex
};

struct DiffReport {
  struct Clip {
    ChangeKind kind = ChangeKind::added;
    std::string scene;
    std::string was_scene;           ///< set for renamed
    std::optional<Digest> was_key;   ///< nullopt: added
    std::optional<StepReport> step;  ///< as it stands now, its reasons those of the change;
                                     ///< nullopt: gone
  };
  struct Video {
    ChangeKind kind = ChangeKind::added;
    std::string name;
    std::string at;
    std::vector<ReportedReason> reasons;
    std::vector<std::string> clips;  ///< those of its clips that are added or changed
  };
  std::string campaign;
  RevisionName revision;
  std::vector<Clip> clips;
  std::vector<Video> videos;
  std::size_t same_clips = 0;
  std::size_t same_videos = 0;
  int to_shoot = 0;        ///< of the clips above
  Money cost;              ///< of shooting them, as far as prices are known
  int unknown_prices = 0;  ///< of them
};

/// `plan` decides on all steps of `graph`, the state now.
DiffReport make_diff_report(const Graph& graph, const CampaignDiff& diff, const Plan& plan,
                            const SourceMap& sources, RevisionName revision);

/// A line per clip and video, and one below for each field that differs.
std::string diff_text(const DiffReport& report, const TextStyle& style);
std::string diff_json(const DiffReport& report);

}  // namespace reshoot
