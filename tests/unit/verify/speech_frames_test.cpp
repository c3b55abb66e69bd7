// SPDX-License-Identifier: Apache-2.0
#include "verify/speech_frames.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "voices.h"

namespace reshoot {

using namespace test;

TEST_CASE("speech_frames: one every 16 ms, where there is sound for one") {
  CHECK(speech_frames({}).empty());
  CHECK(speech_frames(std::vector<float>(1)).empty());
  CHECK(speech_frames(std::vector<float>(767)).empty());
  CHECK(speech_frames(std::vector<float>(768)).size() == 1);
  CHECK(speech_frames(std::vector<float>(1023)).size() == 1);
  CHECK(speech_frames(std::vector<float>(1024)).size() == 2);
}

TEST_CASE("speech_frames: pitch and voicing of notes at all pitches of voices") {
  for (const double hertz : {70.0, 101.3, 150.0, 220.0, 333.3, 390.0}) {
    CAPTURE(hertz);
    for (const SpeechFrame& frame : speech_frames(note(hertz, 0.2, 0.5))) {
      CHECK(frame.voicing > 0.7);
      CHECK(frame.pitch == doctest::Approx(hertz).epsilon(0.02));
    }
  }
}

TEST_CASE("speech_frames: noise has no period, silence has nothing") {
  for (const SpeechFrame& frame : speech_frames(white_noise(0.2, 1))) {
    CHECK(frame.voicing < 0.5);
  }
  for (const SpeechFrame& frame : speech_frames(silence(1))) {
    CHECK(frame.level == -120);
    CHECK(frame.voicing == 0);
    CHECK(frame.pitch == 0);
    CHECK(frame.movement == 0);
  }
}

TEST_CASE("speech_frames: levels are those of the band of voices") {
  const auto middle = [](const std::vector<float>& sound) {
    const auto frames = speech_frames(sound);
    return frames[frames.size() / 2].level;
  };
  CHECK(middle(tone(1000, 1, 0.5)) == doctest::Approx(-3).epsilon(0.05));
  CHECK(middle(tone(1000, 0.01, 0.5)) == doctest::Approx(-43).epsilon(0.01));
  CHECK(middle(tone(30, 1, 0.5)) < -30);
  CHECK(middle(tone(6000, 1, 0.5)) < -30);
}

TEST_CASE("speech_frames: a spectrum moves where its shape changes, not where it grows louder") {
  const auto most = [](const std::vector<float>& sound) {
    double movement = 0;
    for (const SpeechFrame& frame : speech_frames(sound)) {
      movement = std::max(movement, frame.movement);
    }
    return movement;
  };
  const auto hiss = white_noise(0.1, 0.5);
  CHECK(most(joined({note(150, 0.2, 0.5), hiss})) > 10);
  auto growing = note(150, 0.2, 0.5);
  for (std::size_t i = 0; i < growing.size(); ++i) {
    growing[i] *= static_cast<float>(i) / static_cast<float>(growing.size());
  }
  const double change = speech_frames(growing)[15].movement;
  CHECK(change < 2);
}

}  // namespace reshoot
