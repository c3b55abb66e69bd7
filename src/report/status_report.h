// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a campaign stands: its videos, its money, its last build. Pure: facts in, text out.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/units.h"
#include "campaign/model.h"
#include "graph/step.h"
#include "plan/plan.h"
#include "report/open_takes.h"
#include "report/styled_text.h"
#include "store/build_lock.h"
#include "store/ledger.h"

namespace reshoot {

enum class VideoState : std::uint8_t {
  fresh,    ///< made of what the campaign says, and its file is in place
  missing,  ///< made, but its file is not in place; a build puts it there for free
  stale,    ///< something that it is made from changed, or it was never made
  held,     ///< a clip waits for a person
  lost,     ///< bytes that were paid for are gone
};
std::string_view name_of(VideoState state);

/// The file of a video under out/.
struct VideoFile {
  std::string path;                    ///< relative to the workspace
  std::optional<std::uint64_t> bytes;  ///< nullopt: there is no file
  bool current = false;                ///< it is what was last put there, and made by the cut's key
};

struct ClipCounts {
  int here = 0, out = 0, to_fetch = 0, to_shoot = 0, in_doubt = 0, held = 0, lost = 0;
  [[nodiscard]] int all() const {
    return here + out + to_fetch + to_shoot + in_doubt + held + lost;
  }
};

struct VideoStatus {
  std::string name;
  VideoState state = VideoState::stale;
  ClipCounts clips;              ///< of generated scenes; footage is not counted
  std::optional<Length> length;  ///< of what is made, else as declared; nullopt: not known yet
  VideoFile file;
};

/// What is known beside the plan.
struct StatusFacts {
  std::vector<VideoFile> files;  ///< one per Campaign::videos
  MoneyTotals money;
  std::vector<OpenTake> open;  ///< of this campaign: at a provider, or in doubt
  std::optional<BuildRow> last_build;
  std::optional<LockHolder> running;  ///< a build that holds the store now
};

struct StatusReport {
  std::string campaign;
  std::vector<VideoStatus> videos;
  ClipCounts clips;  ///< of all wanted scenes; a shared clip counts once
  MoneyTotals money;
  std::optional<Money> max_cost;
  std::vector<OpenTake> open;
  std::optional<BuildRow> last_build;
  std::optional<LockHolder> running;
  /// Nothing is stale, missing, held or lost: what `status -q` answers.
  [[nodiscard]] bool fresh() const;
};

/// `plan` is of all videos (of all scenes, where there are none).
StatusReport make_status_report(const Graph& graph, const Campaign& campaign, const Plan& plan,
                                StatusFacts facts);

std::string status_text(const StatusReport& report, const TextStyle& style);
std::string status_json(const StatusReport& report);

}  // namespace reshoot
