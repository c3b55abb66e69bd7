// SPDX-License-Identifier: Apache-2.0
#include "assemble/speech.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

namespace reshoot {
namespace {

std::string bytes_of(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) {
    bytes += static_cast<char>(value);
  }
  return bytes;
}

/// 22050 Hz, two samples: 1 and -2. `declared` is the length that the header gives.
std::string small_wav(int channels, int declared) {
  return "RIFF" + bytes_of({40, 0, 0, 0}) + "WAVEfmt " + bytes_of({16, 0, 0, 0, 1, 0}) +
         bytes_of({channels, 0, 0x22, 0x56, 0, 0, 0x44, 0xAC, 0, 0, 2, 0, 16, 0}) + "LIST" +
         bytes_of({3, 0, 0, 0, 'a', 'b', 'c', 0}) + "data" +
         bytes_of({declared, 0, 0, declared > 100 ? 0x7F : 0}) + bytes_of({1, 0, 0xFE, 0xFF});
}

Speech steady(std::int16_t value, std::size_t count) {
  return {22050, std::vector<std::int16_t>(count, value)};
}

}  // namespace

TEST_CASE("speech_of_wav: reads files and streams") {
  for (const int declared : {4, 200}) {
    const auto speech = speech_of_wav(small_wav(1, declared));
    REQUIRE(speech.has_value());
    CHECK(speech->rate == 22050);
    CHECK(speech->samples == std::vector<std::int16_t>{1, -2});
  }
}

TEST_CASE("speech_of_wav: refuses what it cannot read, at every length") {
  CHECK_FALSE(speech_of_wav(small_wav(2, 4)).has_value());
  const std::string wav = small_wav(1, 4);
  for (std::size_t size = 0; size < wav.size(); ++size) {
    const auto speech = speech_of_wav(wav.substr(0, size));
    CHECK((!speech.has_value() || speech->samples.size() < 2));
  }
}

TEST_CASE("trim: silence goes from both ends and only there") {
  Speech speech{22050, {0, 3, -5, 4000, 0, 0, -3000, 9, 0}};
  trim(speech);
  CHECK(speech.samples == std::vector<std::int16_t>{4000, 0, 0, -3000});
  Speech silence = steady(5, 10);
  trim(silence);
  CHECK(silence.samples.empty());
}

TEST_CASE("level: one loudness, no clipping, silence stays") {
  Speech quiet = steady(300, 100);
  level(quiet);
  CHECK(quiet.samples.front() == doctest::Approx(3277).epsilon(0.01));
  Speech spiky = steady(10, 10000);
  spiky.samples[7] = -20000;
  level(spiky);
  CHECK(std::abs(static_cast<int>(spiky.samples[7])) <= 26029);
  Speech silence = steady(0, 10);
  level(silence);
  CHECK(silence.samples == steady(0, 10).samples);
}

TEST_CASE("lay: at its time, on its side") {
  Timeline timeline = silent_timeline(1000, 100);
  REQUIRE(timeline.samples.size() == 200);
  Speech speech{1000, std::vector<std::int16_t>(10, 1000)};
  lay(timeline, speech, 20, -1);
  CHECK(timeline.samples[2 * 19] == 0);
  CHECK(timeline.samples[2 * 20] == 1414);
  CHECK(timeline.samples[2 * 20 + 1] == 0);
  CHECK(timeline.samples[2 * 29] == 1414);
  CHECK(timeline.samples[2 * 30] == 0);
  lay(timeline, speech, 50, 0);
  CHECK(timeline.samples[2 * 50] == 1000);
  CHECK(timeline.samples[2 * 50 + 1] == 1000);
}

TEST_CASE("lay: what lies beyond the end is cut with a fade") {
  Timeline timeline = silent_timeline(1000, 100);
  lay(timeline, {1000, std::vector<std::int16_t>(100, 1000)}, 40, 0);
  CHECK(timeline.samples[2 * 45] == 1000);
  CHECK(timeline.samples[2 * 98] < 200);
  lay(timeline, {1000, {1, 2, 3}}, 5000, 0);
  CHECK(timeline.samples.size() == 200);
}

TEST_CASE("wav_of: a header and the samples") {
  Timeline timeline{22050, {1, -1, 2, -2}};
  const std::string wav = wav_of(timeline);
  CHECK(wav.size() == 44 + 8);
  CHECK(wav.substr(0, 4) == "RIFF");
  CHECK(wav.substr(44) == bytes_of({1, 0, 0xFF, 0xFF, 2, 0, 0xFE, 0xFF}));
}

}  // namespace reshoot
