// SPDX-License-Identifier: Apache-2.0
#pragma once
// The finished videos under out/, compared with what was last put there.

#include <vector>

#include "cli/session.h"
#include "report/status_report.h"

namespace reshoot {

/// One per video of the campaign.
Result<std::vector<VideoFile>> video_files(const Session& session, const Plan& plan, bool draft);

/// Paths of the videos that are made and wanted, but not in place: a build puts them there.
Result<std::vector<std::string>> unpublished_videos(const Session& session, const Plan& plan,
                                                    bool draft);

}  // namespace reshoot
