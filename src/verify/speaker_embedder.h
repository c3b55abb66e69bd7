// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whose voice it is, as 128 numbers. Knows no files and no spans.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "verify/mfcc.h"
#include "verify/sound_reader.h"
#include "verify/speaker_weights.h"

namespace reshoot {

/// What the network looks at together: 3.2 s, as it was trained; the next begins halfway.
constexpr std::size_t speaker_window_frames = 100;
constexpr std::size_t speaker_window_step = 50;
/// Sound that fills one window.
constexpr std::int64_t speaker_window_samples =
    static_cast<std::int64_t>((speaker_window_frames - 1) * mfcc_hop);

/// The network of wq2012/SpeakerRecognitionFromScratch. Immutable: several threads may use one.
class SpeakerEmbedder {
 public:
  explicit SpeakerEmbedder(SpeakerWeights weights) : weights_(std::move(weights)) {}

  /// `speaker_values` numbers per window, not of length 1; empty where the sound is shorter than a
  /// window, or silent. The sound is brought to -26 dB first, as one.
  [[nodiscard]] std::vector<float> windows(std::span<const float> sound) const;

  /// The mean of the windows, of length 1; nullopt where there are none.
  [[nodiscard]] std::optional<std::vector<float>> embed(std::span<const float> sound) const;

 private:
  SpeakerWeights weights_;
  Mfcc mfcc_;
};

}  // namespace reshoot
