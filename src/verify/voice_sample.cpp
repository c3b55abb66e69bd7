// SPDX-License-Identifier: Apache-2.0

#include "verify/voice_sample.h"

#include <algorithm>
#include <cmath>

#include "verify/sound_reader.h"

namespace reshoot {
namespace {

constexpr double cleanest = 60;  ///< dB: files without any background

double background(const std::vector<SpeechFrame>& frames) {
  std::vector<double> levels;
  levels.reserve(frames.size());
  for (const SpeechFrame& frame : frames) {
    levels.push_back(frame.level);
  }
  const auto at = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 10);
  std::nth_element(levels.begin(), at, levels.end());
  return *at;
}

/// The mean power of spoken frames, in dB.
double loudness(const HeardSpeech& speech) {
  double power = 0;
  double count = 0;
  for (std::size_t i = 0; i < speech.frames.size(); ++i) {
    if (speech.spoken[i]) {
      power += std::pow(10.0, speech.frames[i].level / 10);
      ++count;
    }
  }
  return 10 * std::log10(power / count);
}

float least_cosine(const Vectors& rows) {
  float least = 1;
  for (std::size_t a = 0; a < rows.count(); ++a) {
    for (std::size_t b = a + 1; b < rows.count(); ++b) {
      least = std::min(least, cosine(rows.row(a), rows.row(b)));
    }
  }
  return least;
}

}  // namespace

VoiceSample examine_voice(const SpeakerEmbedder& embedder, std::span<const float> sound) {
  const HeardSpeech speech = find_speech(sound);
  std::vector<float> spoken;
  for (const SoundSpan& span : speech.spans) {
    const auto part = part_of(sound, span);
    spoken.insert(spoken.end(), part.begin(), part.end());
  }
  VoiceSample sample;
  if (spoken.empty()) {
    return sample;
  }
  sample.view.speech_seconds = static_cast<float>(spoken.size()) / static_cast<float>(sound_rate);
  sample.view.noise_db =
      static_cast<float>(std::clamp(loudness(speech) - background(speech.frames), 0.0, cleanest));
  sample.view.agreement = least_cosine(embedder.windows(spoken, SpeakerWindow{}));
  sample.vector = embedder.embed(spoken);
  return sample;
}

}  // namespace reshoot
