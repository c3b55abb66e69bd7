// SPDX-License-Identifier: Apache-2.0
#pragma once
// Loudness of a whole by ITU-R BS.1770-4 (EBU R 128): K-weighted, gated. Knows nothing of files.

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "assemble/sound.h"

namespace reshoot {

/// Takes sound in pieces of any size; answers for all of it so far.
class LoudnessMeter {
 public:
  /// `samples`: whole frames.
  void add(std::span<const float> samples);

  /// Integrated loudness in LUFS; nullopt where nothing is louder than -70 LUFS or all is shorter
  /// than 0.4 s.
  [[nodiscard]] std::optional<double> integrated() const;

  /// The largest absolute sample; 1 is full scale.
  [[nodiscard]] float peak() const { return peak_; }

 private:
  /// The memory of both K-weighting filters for one channel.
  struct Weighting {
    std::array<double, 2> shelf{};
    std::array<double, 2> high_pass{};
    double operator()(double sample);
  };

  std::array<Weighting, sound_channels> weighting_;
  float peak_ = 0;
  double energy_ = 0;               ///< of the hop that is not full yet
  std::int64_t frames_in_hop_ = 0;  ///< frames in it
  std::vector<double> hops_;        ///< mean energy of each whole 0.1 s
};

}  // namespace reshoot
