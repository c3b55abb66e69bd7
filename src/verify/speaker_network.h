// SPDX-License-Identifier: Apache-2.0
#pragma once
// The forward pass of the speaker network over one window of frames.

#include <array>
#include <span>

#include "verify/speaker_weights.h"

namespace reshoot {

/// The mean over all frames of what the last layer gives; not of length 1. `frames` holds frames of
/// `mfcc_count` numbers, at least one.
std::array<float, speaker_values> run_speaker_network(const SpeakerWeights& weights,
                                                      std::span<const float> frames);

}  // namespace reshoot
