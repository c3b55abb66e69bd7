// SPDX-License-Identifier: Apache-2.0
#include "verify/sound_level.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "voices.h"

namespace reshoot {

using namespace test;

TEST_CASE("level_of: root mean square in dB") {
  CHECK(level_of(tone(1000, 1, 1)) == doctest::Approx(-3.01).epsilon(0.001));
  CHECK(level_of(tone(1000, 0.1, 1)) == doctest::Approx(-23.01).epsilon(0.001));
  CHECK(level_of(silence(1)) == -120);
  CHECK(level_of({}) == -120);
  CHECK(level_of(std::vector<float>{1e-30F}) == -120);
}

TEST_CASE("at_level: sound gets the level, silence stays silence") {
  CHECK(level_of(at_level(tone(500, 0.003, 1), -26)) == doctest::Approx(-26).epsilon(0.001));
  CHECK(level_of(at_level(tone(500, 1, 1), -26)) == doctest::Approx(-26).epsilon(0.001));
  CHECK(at_level(silence(0.1), -26) == silence(0.1));
  CHECK(at_level({}, -26).empty());
}

TEST_CASE("faults_of: shares of the whole") {
  std::vector<float> overdriven = tone(200, 4, 1);
  for (float& sample : overdriven) {
    sample = std::clamp(sample, -1.0F, 1.0F);
  }
  struct Row {
    const char* name;
    std::vector<float> sound;
    double silent, clipped;
  };
  const std::vector<Row> rows{
      {"nothing", {}, 0, 0},
      {"one sample of silence", {0}, 1, 0},
      {"one sample at full scale", {-1}, 0, 1},
      {"silence", silence(1), 1, 0},
      {"hiss below -60 dB", white_noise(0.001, 1), 1, 0},
      {"hiss above -60 dB", white_noise(0.01, 1), 0, 0},
      {"a quarter of silence", joined({tone(300, 0.5, 3), silence(1)}), 0.25, 0},
      {"overdriven for half of the time", joined({overdriven, tone(200, 0.5, 1)}), 0, 0.42},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const SoundFaults faults = faults_of(row.sound);
    CHECK(static_cast<double>(faults.silent) == doctest::Approx(row.silent).epsilon(0.02));
    CHECK(static_cast<double>(faults.clipped) == doctest::Approx(row.clipped).epsilon(0.02));
  }
}

}  // namespace reshoot
