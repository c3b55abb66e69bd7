// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where one speaker ends and another begins within a span of speech.

#include <span>
#include <vector>

#include "verify/speaker_embedder.h"
#include "verify/speech_spans.h"

namespace reshoot {

/// The span, cut where the voice of the 1.6 s before is unlike that of the 1.6 s after, at the
/// quietest moment there. Parts are at least about that long; a shorter line between two others
/// stays with its neighbours.
std::vector<SoundSpan> split_turns(const SpeakerEmbedder& embedder, std::span<const float> sound,
                                   const HeardSpeech& speech, SoundSpan span);

}  // namespace reshoot
