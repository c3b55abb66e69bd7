// SPDX-License-Identifier: Apache-2.0
// Measures in hops of 0.1 s; four of them are one of the standard's overlapping blocks.

#include "assemble/loudness.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace reshoot {
namespace {

/// b0 + b1 z^-1 + b2 z^-2 over 1 + a1 z^-1 + a2 z^-2.
struct Biquad {
  double b0, b1, b2, a1, a2;
};

// ITU-R BS.1770-4, tables 1 and 2: the filters for 48 kHz.
constexpr Biquad shelf_filter{1.53512485958697, -2.69169618940638, 1.19839281085285,
                              -1.69065929318241, 0.73248077421585};
constexpr Biquad high_pass_filter{1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621};
constexpr double loudness_offset = -0.691;  // the same, equation 2

constexpr std::int64_t hop_frames = sound_rate / 10;
constexpr std::size_t hops_per_block = 4;  // blocks of 0.4 s that overlap by three quarters
constexpr double absolute_gate = -70;      // LUFS
constexpr double relative_gate = -10;      // LU below the mean of what passed the first gate

/// One step of a transposed direct form II filter.
double filter(const Biquad& f, std::array<double, 2>& memory, double in) {
  const double out = f.b0 * in + memory[0];
  memory[0] = f.b1 * in - f.a1 * out + memory[1];
  memory[1] = f.b2 * in - f.a2 * out;
  return out;
}

double loudness_of(double energy) {
  return loudness_offset + 10 * std::log10(energy);
}
double energy_of(double loudness) {
  return std::pow(10, (loudness - loudness_offset) / 10);
}

/// Mean of the energies above the gate; 0 where there is none.
double gated_mean(const std::vector<double>& energies, double gate) {
  double sum = 0;
  std::size_t count = 0;
  for (const double energy : energies) {
    if (energy > gate) {
      sum += energy;
      ++count;
    }
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

}  // namespace

double LoudnessMeter::Weighting::operator()(double sample) {
  return filter(high_pass_filter, high_pass, filter(shelf_filter, shelf, sample));
}

void LoudnessMeter::add(std::span<const float> samples) {
  for (std::size_t i = 0; i + sound_channels <= samples.size(); i += sound_channels) {
    for (std::size_t channel = 0; channel < sound_channels; ++channel) {
      const float sample = samples[i + channel];
      peak_ = std::max(peak_, std::abs(sample));
      const double weighted = weighting_[channel](sample);
      energy_ += weighted * weighted;
    }
    if (++frames_in_hop_ == hop_frames) {
      hops_.push_back(energy_ / static_cast<double>(hop_frames));
      energy_ = 0;
      frames_in_hop_ = 0;
    }
  }
}

std::optional<double> LoudnessMeter::integrated() const {
  std::vector<double> blocks;
  for (std::size_t end = hops_per_block; end <= hops_.size(); ++end) {
    const auto last = hops_.begin() + static_cast<std::ptrdiff_t>(end);
    blocks.push_back(std::accumulate(last - hops_per_block, last, 0.0) / hops_per_block);
  }
  const double ungated = gated_mean(blocks, energy_of(absolute_gate));
  if (ungated <= 0) {
    return std::nullopt;
  }
  const double gate = std::max(loudness_of(ungated) + relative_gate, absolute_gate);
  return loudness_of(gated_mean(blocks, energy_of(gate)));
}

}  // namespace reshoot
