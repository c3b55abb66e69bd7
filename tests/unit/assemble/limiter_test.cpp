// SPDX-License-Identifier: Apache-2.0
#include "assemble/limiter.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "signals.h"

namespace reshoot {
namespace {

constexpr double ceiling = 0.5;

std::vector<float> limited(const std::vector<float>& samples, double gain) {
  Limiter limiter(gain, ceiling);
  std::vector<float> out;
  limiter.push(samples, out);
  limiter.finish(out);
  return out;
}

/// The largest value of the curve through the samples of the left channel, by a long sinc at eight
/// points a sample: another way than the limiter's own.
double true_peak(const std::vector<float>& samples) {
  constexpr int reach = 32;
  constexpr int steps = 8;
  const auto frames = static_cast<int>(samples.size() / sound_channels);
  double peak = 0;
  for (int frame = reach; frame + reach < frames; ++frame) {
    for (int step = 0; step < steps; ++step) {
      double sum = 0;
      for (int k = -reach + 1; k <= reach; ++k) {
        const double x = std::numbers::pi * (k - static_cast<double>(step) / steps);
        const double window = 0.5 + 0.5 * std::cos(x / reach);
        const double sinc = x == 0 ? 1 : std::sin(x) / x;
        sum += samples[static_cast<std::size_t>(frame + k) * sound_channels] * sinc * window;
      }
      peak = std::max(peak, std::abs(sum));
    }
  }
  return peak;
}

}  // namespace

TEST_CASE("limiter: what stays under the ceiling only gets the gain, in its place") {
  const auto in = sine(440, 0.1, 0.3);
  const auto out = limited(in, 2);
  REQUIRE(out.size() == in.size());
  for (std::size_t i = 0; i < in.size(); ++i) {
    REQUIRE(out[i] == doctest::Approx(2 * in[i]));
  }
}

TEST_CASE("limiter: as many frames come out as went in, whatever the pieces") {
  for (const std::size_t frames : {0U, 1U, 247U, 248U, 249U, 600U, 5000U}) {
    CAPTURE(frames);
    auto in = spiky_noise(0.2, 3);
    in.resize(frames * sound_channels);
    const auto whole = limited(in, 4);
    CHECK(whole.size() == in.size());
    Limiter limiter(4, ceiling);
    std::vector<float> pieces;
    for (std::size_t at = 0; at < in.size(); at += 14) {
      limiter.push(std::span(in).subspan(at, std::min<std::size_t>(14, in.size() - at)), pieces);
    }
    limiter.finish(pieces);
    CHECK(pieces == whole);
  }
}

TEST_CASE("limiter: no sample passes the ceiling, and far from peaks nothing is lowered") {
  const auto in = spiky_noise(2, 5);
  const auto out = limited(in, 1);
  std::size_t untouched = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    REQUIRE(std::abs(out[i]) <= ceiling * 1.000001);
    untouched += std::abs(out[i] - in[i]) < 0.1F * std::abs(in[i]) ? 1U : 0U;
  }
  CHECK(untouched > in.size() / 3);
}

TEST_CASE("limiter: peaks between samples are caught") {
  // A quarter of the sample rate, 45 degrees off: samples at 0.71 of the curve's peak.
  const auto in = sine(12'000, 0.65, 0.1, std::numbers::pi / 4);
  CHECK(true_peak(in) == doctest::Approx(0.65).epsilon(0.02));
  CHECK(true_peak(limited(in, 1)) < ceiling * 1.03);
  CHECK(true_peak(limited(in, 1)) > ceiling * 0.9);
}

TEST_CASE("limiter: comes down without steps") {
  auto in = sine(100, 0.2, 0.2);
  const auto loud = sine(100, 2, 0.2);
  in.insert(in.end(), loud.begin(), loud.end());
  const auto out = limited(in, 1);
  double steepest = 0;
  for (std::size_t i = sound_channels; i < out.size(); i += sound_channels) {
    steepest = std::max<double>(steepest, std::abs(out[i] - out[i - sound_channels]));
  }
  CHECK(steepest < 0.03);
}

}  // namespace reshoot
