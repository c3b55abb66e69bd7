// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings the picture of one clip to its video's size, rate and codec, so that segments join by
// stream copy.

#include <filesystem>

#include "assemble/toolbox.h"
#include "base/cancel.h"
#include "base/result.h"
#include "graph/step_runner.h"

namespace reshoot {

/// Renders `segment.mp4` into `scratch`: H.264 only, closed GOP, yuv420p, exactly seconds x fps
/// frames (a source that is shorter holds its last frame). One encoder thread: same input, same
/// bytes.
Result<StepOutput> conform(const ConformWork& work, const Toolbox& tools,
                           const std::filesystem::path& scratch, const Cancel& cancel);

}  // namespace reshoot
