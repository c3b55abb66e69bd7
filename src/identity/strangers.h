// SPDX-License-Identifier: Apache-2.0
#pragma once
// People who are seen in a clip and are nobody of its cast.

#include <cstdint>
#include <optional>
#include <vector>

#include "identity/comparison.h"
#include "identity/face_tracks.h"

namespace reshoot {

/// Somebody is a stranger when seen for so long; a single frame may be a mistake of the detector.
constexpr std::int64_t stranger_ms = 400;
/// Who cannot be compared is reported only when seen for so long,
constexpr std::int64_t unknown_stranger_ms = 1000;
/// and this wide, as a share of the frame's width: no passer-by in the background.
constexpr float unknown_stranger_width = 0.08F;

/// Of the tracks that are `given` to nobody, in order.
std::vector<Stranger> strangers_in(const Measurement& clip, const std::vector<FaceTrack>& tracks,
                                   const std::vector<std::optional<std::uint32_t>>& given,
                                   const FaceScores& scores);

}  // namespace reshoot
