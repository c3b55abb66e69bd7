// SPDX-License-Identifier: Apache-2.0
#pragma once
// A voice as models without a field for it can hear it: a picture of its character, shown for as
// long as the sample lasts.

#include <filesystem>

#include "assemble/toolbox.h"
#include "base/cancel.h"
#include "base/result.h"
#include "base/units.h"
#include "graph/step_runner.h"

namespace reshoot {

/// The size of the video that shows a picture of this size: its shape where it is not too narrow,
/// even sides of 240 to 1280 pixels, never enlarged beyond the shortest side. Every model of the
/// catalog that takes reference videos takes sides of 240 to 4096.
Size voice_video_size(Size picture);

/// Renders `voice.mp4` into `scratch`: H.264 yuv420p at 30 fps and AAC, as long as
/// voice_video_length() says; a longer sample is cut, after a shorter one there is silence. One
/// encoder thread: same input, same bytes.
Result<StepOutput> make_voice_video(const PrepareWork& work, const Toolbox& tools,
                                    const std::filesystem::path& scratch, const Cancel& cancel);

}  // namespace reshoot
