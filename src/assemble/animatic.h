// SPDX-License-Identifier: Apache-2.0
#pragma once
// The built-in free model: an honest pre-visualisation of a scene. Same work, same bytes on one
// machine.

#include <filesystem>

#include "assemble/toolbox.h"
#include "base/cancel.h"
#include "base/result.h"
#include "graph/step_runner.h"

namespace reshoot {

/// Renders `animatic.mp4` into `scratch`: H.264 yuv420p and AAC 48 kHz stereo, faststart, exactly
/// `seconds` long at the request's size (size_of(lines, ratio)) and rate. Errors: `environment` (a
/// program or font is missing), `corrupt` (a reference cannot be decoded), `cancelled`.
Result<StepOutput> shoot_animatic(const GenerateWork& work, const Toolbox& tools,
                                  const std::filesystem::path& scratch, const Cancel& cancel);

}  // namespace reshoot
