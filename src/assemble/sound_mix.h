// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lays the sound of a video's segments end to end, each exactly as long as its pictures.

#include <filesystem>
#include <span>

#include "assemble/sound_file.h"
#include "base/cancel.h"
#include "base/result.h"
#include "graph/step_runner.h"
#include "media/ffmpeg.h"

namespace reshoot {

/// Decodes all segments' sound into a new file at `path`, with silence where a segment has none or
/// too little. A segment starts at the sound frame nearest to its first picture, however many come
/// before it; 5 ms fades keep joins from clicking. Errors: `corrupt` naming the damaged file,
/// `environment`, `cancelled`.
Result<SoundFile> mix_sound(std::span<const CutSegment> segments, Rate fps, const Tools& tools,
                            const std::filesystem::path& path, const Cancel& cancel);

}  // namespace reshoot
