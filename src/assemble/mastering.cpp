// SPDX-License-Identifier: Apache-2.0
// A limiter lowers loudness by an amount that only trying tells, so a gain that makes it work is
// tried and corrected.

#include "assemble/mastering.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "assemble/limiter.h"
#include "assemble/loudness.h"

namespace reshoot {
namespace {

constexpr double most_gain = 30;       // dB
constexpr double close_enough = 0.1;   // LU
constexpr double worth_telling = 0.5;  // LU
constexpr int most_tries = 5;
// No limiter is needed below this part of the ceiling: room for peaks between samples.
constexpr double surely_below = 0.5;

double factor_of(double decibels) {
  return std::pow(10, decibels / 20);
}

Result<LoudnessMeter> measure(SoundFile& sound) {
  LoudnessMeter meter;
  sound.rewind();
  for (;;) {
    TRY_ASSIGN(const std::span<const float> block, sound.read());
    if (block.empty()) {
      return meter;
    }
    meter.add(block);
  }
}

Result<LoudnessMeter> measure_limited(SoundFile& sound, double gain) {
  LoudnessMeter meter;
  Limiter limiter(gain, peak_ceiling);
  std::vector<float> done;
  sound.rewind();
  for (;;) {
    TRY_ASSIGN(const std::span<const float> block, sound.read());
    done.clear();
    block.empty() ? limiter.finish(done) : limiter.push(block, done);
    meter.add(done);
    if (block.empty()) {
      return meter;
    }
  }
}

/// Loudness after the gain and the limiter; `was` is that of the sound as it is.
Result<double> loudness_after(SoundFile& sound, double decibels, double was, float peak) {
  const double gain = factor_of(decibels);
  if (peak * gain <= peak_ceiling * surely_below) {
    return was + decibels;
  }
  TRY_ASSIGN(const LoudnessMeter meter, measure_limited(sound, gain));
  return meter.integrated().value_or(was + decibels);
}

}  // namespace

Result<Mastering> plan_mastering(SoundFile& sound, Loudness target) {
  TRY_ASSIGN(const LoudnessMeter meter, measure(sound));
  sound.rewind();
  const auto was = meter.integrated();
  if (!was) {
    return Mastering{};
  }
  const double wanted = target.centi_lufs / 100.0;
  double decibels = std::min(wanted - *was, most_gain);
  double reached = *was;
  for (int tries = 0; tries < most_tries; ++tries) {
    TRY_ASSIGN(reached, loudness_after(sound, decibels, *was, meter.peak()));
    const double missing = std::min(wanted - reached, most_gain - decibels);
    if (std::abs(missing) <= close_enough) {
      break;
    }
    decibels += missing;
  }
  sound.rewind();
  Mastering mastering{.gain = factor_of(decibels), .warning = {}};
  if (std::abs(wanted - reached) > worth_telling) {
    mastering.warning = fmt::format(
        "the sound reaches {:.1f} LUFS, not the asked {}: it {}", reached, target.text(),
        decibels >= most_gain ? "is so quiet that more would only raise its noise"
                              : "would have to be squeezed too hard");
  }
  return mastering;
}

}  // namespace reshoot
