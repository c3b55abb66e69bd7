// SPDX-License-Identifier: Apache-2.0
// The factor of a frame is the mean of held minima whose windows all contain it: it is never above
// what the frame needs, and has no steps.

#include "assemble/limiter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace reshoot {
namespace {

constexpr std::int64_t ramp = sound_rate / 200;  // 5 ms to come down
constexpr double release_seconds = 0.1;          // time constant of the way up

// Peaks between samples: three more points between two samples, each from 12 samples around it.
constexpr std::size_t taps = 12;
constexpr std::size_t phases = 3;
// The curve is judged in the middle of the newest taps: this many frames late.
constexpr std::int64_t lateness = taps / 2 + 2;
constexpr std::int64_t latency = ramp + lateness;
// Between samples, real sound rises at most this far above them.
constexpr double rise = 2;

using Kernel = std::array<std::array<double, taps>, phases>;

/// Windowed sinc: point p lies (p + 1) / 4 after the tap in the middle.
Kernel make_kernel() {
  Kernel kernel{};
  for (std::size_t p = 0; p < phases; ++p) {
    for (std::size_t i = 0; i < taps; ++i) {
      const double middle = taps / 2 - 1 + static_cast<double>(p + 1) / (phases + 1);
      const double x = std::numbers::pi * (static_cast<double>(i) - middle);
      const double window = std::cos(x / taps);
      kernel[p][i] = std::sin(x) / x * window * window;
    }
  }
  return kernel;
}

std::size_t slot(std::int64_t index, std::size_t slots) {
  return static_cast<std::size_t>(index) & (slots - 1);
}

}  // namespace

Limiter::Limiter(double gain, double ceiling) : gain_(gain), ceiling_(ceiling) {
  static_assert(latency < static_cast<std::int64_t>(slots) && (slots & (slots - 1)) == 0);
}

double Limiter::factor_needed() const {
  static const Kernel kernel = make_kernel();
  const Frame& newest = frames_[slot(now_, slots)];
  double peak = std::max(std::abs(newest[0]), std::abs(newest[1]));
  if (now_ - last_hot_ < static_cast<std::int64_t>(taps) &&
      now_ >= static_cast<std::int64_t>(taps)) {
    for (const auto& point : kernel) {
      std::array<double, sound_channels> sum{};
      for (std::size_t i = 0; i < taps; ++i) {
        const std::int64_t at = now_ - static_cast<std::int64_t>(taps - 1 - i);
        const Frame& frame = frames_[slot(at, slots)];
        sum[0] += point[i] * frame[0];
        sum[1] += point[i] * frame[1];
      }
      peak = std::max({peak, std::abs(sum[0]), std::abs(sum[1])});
    }
  }
  return peak > ceiling_ ? ceiling_ / peak : 1;
}

double Limiter::smallest_factor(double newest) {
  while (lows_end_ != lows_begin_ && lows_[(lows_end_ - 1) % slots].factor >= newest) {
    --lows_end_;
  }
  lows_[lows_end_++ % slots] = {now_, newest};
  if (lows_[lows_begin_ % slots].at < now_ - latency) {
    ++lows_begin_;
  }
  return lows_[lows_begin_ % slots].factor;
}

void Limiter::take(const Frame& frame, std::vector<float>& out) {
  static const double release = 1 - std::exp(-1 / (release_seconds * sound_rate));
  ++now_;
  Frame& newest = frames_[slot(now_, slots)];
  newest = frame;
  if (std::max(std::abs(frame[0]), std::abs(frame[1])) * rise > ceiling_) {
    last_hot_ = now_;
  }
  held_ = std::min(smallest_factor(factor_needed()), held_ + (1 - held_) * release);
  double& reduction = reductions_[slot(now_, slots)];
  reduction = 1 - held_;
  reduction_sum_ += reduction;
  if (now_ > ramp) {
    reduction_sum_ -= reductions_[slot(now_ - ramp - 1, slots)];
  }
  if (now_ >= latency) {
    const double factor = 1 - reduction_sum_ / (ramp + 1);
    for (const float sample : frames_[slot(now_ - latency, slots)]) {
      out.push_back(static_cast<float>(sample * factor));
    }
  }
}

void Limiter::push(std::span<const float> samples, std::vector<float>& out) {
  for (std::size_t i = 0; i + sound_channels <= samples.size(); i += sound_channels) {
    take({static_cast<float>(samples[i] * gain_), static_cast<float>(samples[i + 1] * gain_)}, out);
  }
}

void Limiter::finish(std::vector<float>& out) {
  // Frames after the end: as many as make the last real one come out.
  const std::int64_t pushed = now_ + 1;
  const std::size_t wanted =
      out.size() + static_cast<std::size_t>(std::min(pushed, latency)) * sound_channels;
  while (out.size() < wanted) {
    take(Frame{}, out);
  }
}

}  // namespace reshoot
