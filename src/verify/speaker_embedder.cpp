// SPDX-License-Identifier: Apache-2.0

#include "verify/speaker_embedder.h"

#include "identity/vectors.h"
#include "verify/sound_level.h"
#include "verify/speaker_network.h"

namespace reshoot {
namespace {

/// The level at which separation was measured; the network itself hears loudness.
constexpr double network_level = -26;

}  // namespace

std::vector<float> SpeakerEmbedder::windows(std::span<const float> sound) const {
  const MfccFrames frames = mfcc_.of(at_level(sound, network_level));
  std::vector<float> rows;
  for (std::size_t begin = 0; begin + speaker_window_frames <= frames.count();
       begin += speaker_window_step) {
    const auto row = run_speaker_network(weights_, frames.part(begin, speaker_window_frames));
    rows.insert(rows.end(), row.begin(), row.end());
  }
  return rows;
}

std::optional<std::vector<float>> SpeakerEmbedder::embed(std::span<const float> sound) const {
  const std::vector<float> rows = windows(sound);
  std::vector<float> sum(speaker_values);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sum[i % speaker_values] += rows[i];
  }
  return normalise(sum) ? std::optional(std::move(sum)) : std::nullopt;
}

}  // namespace reshoot
