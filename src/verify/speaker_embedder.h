// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whose voice it is, as 128 numbers. Knows no files and no spans.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "identity/vectors.h"
#include "verify/mfcc.h"
#include "verify/speaker_weights.h"

namespace reshoot {

/// What the network looks at together, in frames of `mfcc_hop`.
struct SpeakerWindow {
  std::size_t frames = 100;  ///< 3.2 s, as it was trained
  std::size_t step = 50;     ///< to the next window
};
/// Sound that is shorter than a window is one shorter window, down to 1.6 s. Measured on pieces of
/// 21 utterances of 3 speakers: equal error rate 0 % with 2.4 s, 1.6 % with 1.6 s, 4.7 % with 1 s.
constexpr std::size_t shortest_speaker_frames = 50;
constexpr std::size_t shortest_speaker_samples = (shortest_speaker_frames - 1) * mfcc_hop;

/// The network of wq2012/SpeakerRecognitionFromScratch. Immutable: several threads may use one.
class SpeakerEmbedder {
 public:
  explicit SpeakerEmbedder(SpeakerWeights weights) : weights_(std::move(weights)) {}

  /// A row for each window, of length 1; none where the sound is shorter than a window. The sound
  /// is brought to -26 dB first, as one.
  [[nodiscard]] Vectors windows(std::span<const float> sound, SpeakerWindow window) const;

  /// The mean of what the network gives for all windows, of length 1; nullopt where the sound is
  /// shorter than `shortest_speaker_samples`.
  [[nodiscard]] std::optional<std::vector<float>> embed(std::span<const float> sound) const;

 private:
  [[nodiscard]] std::vector<float> run(std::span<const float> sound, SpeakerWindow window) const;

  SpeakerWeights weights_;
  Mfcc mfcc_;
};

}  // namespace reshoot
