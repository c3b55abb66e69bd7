// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a voice sample is worth as a reference.

#include <optional>
#include <span>
#include <vector>

#include "identity/likeness.h"
#include "verify/speaker_embedder.h"
#include "verify/speech_spans.h"

namespace reshoot {

struct VoiceSample {
  VoiceView view;
  std::optional<std::vector<float>> vector;  ///< of length 1; nullopt: too little speech
};

/// Its speech is put together without the pauses and embedded as one. `noise_db` is the mean level
/// of spoken frames above the quietest tenth of all frames, at most 60; where nobody ever pauses
/// it is too low rather than too high. Measured: recordings of one speaker have an `agreement` of
/// 0.76 or more where they are clean, two speakers one after the other at most 0.57.
VoiceSample examine_voice(const SpeakerEmbedder& embedder, std::span<const float> sound);

}  // namespace reshoot
