// SPDX-License-Identifier: Apache-2.0
#pragma once
// What differs between two states of a campaign, such as a git revision and the work tree. Pure;
// knows neither git nor what is in the store.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "campaign/model.h"
#include "graph/explain.h"
#include "graph/step.h"

namespace reshoot {

enum class ChangeKind : std::uint8_t { added, changed, renamed, gone };
std::string_view name_of(ChangeKind kind);

/// A clip that is not in both states with the same name and key.
struct ClipChange {
  ChangeKind kind = ChangeKind::added;
  std::string scene;              ///< its name now; of one that is gone, its name then
  std::string was_scene;          ///< set for renamed
  std::optional<StepIndex> step;  ///< in the graph now; nullopt: gone
  std::optional<Digest> was_key;  ///< nullopt: added
  std::vector<Reason> reasons;    ///< of changed: fields of its key
};

/// A video that is made of other clips, or in another way. A renamed scene alone changes none.
struct VideoChange {
  ChangeKind kind = ChangeKind::added;  ///< never renamed
  std::string name;
  Span at;                         ///< where it is written now
  std::vector<Reason> reasons;     ///< of changed: `scenes`, `size`, `demo.fit`, `demo.footage`
  std::vector<std::string> clips;  ///< of changed: those of its clips that are added or changed
};

struct CampaignDiff {
  std::vector<ClipChange> clips;    ///< in the order of the campaign now; those that are gone last
  std::vector<VideoChange> videos;  ///< likewise
  std::size_t same_clips = 0;
  std::size_t same_videos = 0;
};

/// One state: the campaign and the graph that was expanded from it.
struct CampaignState {
  const Campaign& campaign;
  const Graph& graph;
};

/// Clips are matched by name and key, then by key (renamed), then by name (changed). Both graphs
/// must be of the same tool versions.
CampaignDiff diff_campaigns(const CampaignState& was, const CampaignState& now);

}  // namespace reshoot
