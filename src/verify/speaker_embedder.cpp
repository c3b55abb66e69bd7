// SPDX-License-Identifier: Apache-2.0

#include "verify/speaker_embedder.h"

#include <algorithm>

#include "verify/sound_level.h"
#include "verify/speaker_network.h"

namespace reshoot {
namespace {

/// The level at which separation was measured; the network itself hears loudness.
constexpr double network_level = -26;

}  // namespace

/// What the network gives for each window, one after the other, of any length.
std::vector<float> SpeakerEmbedder::run(std::span<const float> sound, SpeakerWindow window) const {
  const MfccFrames frames = mfcc_.of(at_level(sound, network_level));
  std::vector<float> rows;
  for (std::size_t begin = 0; begin + window.frames <= frames.count(); begin += window.step) {
    const auto row = run_speaker_network(weights_, frames.part(begin, window.frames));
    rows.insert(rows.end(), row.begin(), row.end());
  }
  return rows;
}

Vectors SpeakerEmbedder::windows(std::span<const float> sound, SpeakerWindow window) const {
  Vectors vectors{speaker_values, run(sound, window)};
  for (std::size_t i = 0; i < vectors.count(); ++i) {
    normalise(std::span(vectors.values).subspan(i * speaker_values, speaker_values));
  }
  return vectors;
}

std::optional<std::vector<float>> SpeakerEmbedder::embed(std::span<const float> sound) const {
  if (sound.size() < shortest_speaker_samples) {
    return std::nullopt;
  }
  SpeakerWindow window;
  window.frames = std::min(window.frames, 1 + sound.size() / mfcc_hop);
  const std::vector<float> rows = run(sound, window);
  std::vector<float> sum(speaker_values);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sum[i % speaker_values] += rows[i];
  }
  return normalise(sum) ? std::optional(std::move(sum)) : std::nullopt;
}

}  // namespace reshoot
