// SPDX-License-Identifier: Apache-2.0
#pragma once
// Joins conformed pictures by stream copy and mixes the sound of the whole video in one pass.

#include <filesystem>

#include "assemble/toolbox.h"
#include "base/cancel.h"
#include "base/result.h"
#include "graph/step_runner.h"

namespace reshoot {

/// Renders `video.mp4` into `scratch`: the segments' pictures untouched, AAC 48 kHz stereo at the
/// asked loudness, each segment's sound starting on its first frame and cut or padded to its
/// length; faststart.
Result<StepOutput> cut(const CutWork& work, const Toolbox& tools,
                       const std::filesystem::path& scratch, const Cancel& cancel);

}  // namespace reshoot
