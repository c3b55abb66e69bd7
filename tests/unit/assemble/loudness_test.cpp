// SPDX-License-Identifier: Apache-2.0
#include "assemble/loudness.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "signals.h"

namespace reshoot {
namespace {

std::optional<double> loudness_of(const std::vector<float>& samples) {
  LoudnessMeter meter;
  meter.add(samples);
  return meter.integrated();
}

std::vector<float> joined(std::vector<float> a, const std::vector<float>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

constexpr double amplitude_of(double decibels) {
  return std::pow(10, decibels / 20);
}

}  // namespace

// EBU Tech 3341, table 1: stereo sine of 1 kHz; what is shown to within 0.1 LU.
TEST_CASE("loudness: the conformance signals of EBU Tech 3341") {
  const auto tone = [](double decibels, double seconds) {
    return sine(1000, amplitude_of(decibels), seconds);
  };
  SUBCASE("1: -23 dBFS") {
    CHECK(*loudness_of(tone(-23, 20)) == doctest::Approx(-23).epsilon(0.004));
  }
  SUBCASE("2: -33 dBFS") {
    CHECK(*loudness_of(tone(-33, 20)) == doctest::Approx(-33).epsilon(0.003));
  }
  SUBCASE("3: the relative gate leaves the quiet parts out") {
    const auto all = joined(joined(tone(-36, 10), tone(-23, 60)), tone(-36, 10));
    CHECK(*loudness_of(all) == doctest::Approx(-23).epsilon(0.004));
  }
  SUBCASE("4: the absolute gate leaves silence out") {
    auto all = joined(joined(tone(-72, 10), tone(-36, 10)), tone(-23, 60));
    all = joined(joined(all, tone(-36, 10)), tone(-72, 10));
    CHECK(*loudness_of(all) == doctest::Approx(-23).epsilon(0.004));
  }
}

TEST_CASE("loudness: silence and what is shorter than a block have none") {
  CHECK_FALSE(loudness_of({}));
  CHECK_FALSE(loudness_of(sine(1000, 0, 2)));
  CHECK_FALSE(loudness_of(sine(1000, amplitude_of(-75), 2)));
  CHECK_FALSE(loudness_of(sine(1000, 0.5, 0.399)));
  CHECK(loudness_of(sine(1000, 0.5, 0.4)));
}

TEST_CASE("loudness: pieces of any size give the same answer, and the peak is kept") {
  const auto samples = spiky_noise(3, 7);
  LoudnessMeter pieces;
  std::mt19937 random(1);
  for (std::size_t at = 0; at < samples.size();) {
    const std::size_t count = std::min<std::size_t>(samples.size() - at, 2 * (random() % 9000));
    pieces.add(std::span(samples).subspan(at, count));
    at += count;
  }
  CHECK(*pieces.integrated() == *loudness_of(samples));
  float peak = 0;
  for (const float sample : samples) {
    peak = std::max(peak, std::abs(sample));
  }
  CHECK(pieces.peak() == peak);
}

}  // namespace reshoot
