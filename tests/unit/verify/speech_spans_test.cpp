// SPDX-License-Identifier: Apache-2.0
#include "verify/speech_spans.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "verify/sound_reader.h"
#include "voices.h"

namespace reshoot {

using namespace test;

namespace {

/// Notes one after the other, each with a rest of a quarter of its time.
std::vector<float> melody(double seconds_per_note, bool chords) {
  constexpr std::array steps{0, 7, 4, 12, 9, 2, 5, 11, 3, 8};
  std::vector<float> all;
  for (std::size_t i = 0; static_cast<double>(i) * seconds_per_note < 6; ++i) {
    const double length = seconds_per_note * 3 / 4;
    const double hertz = 220 * std::exp2(steps.at(i % steps.size()) / 12.0);
    auto sounding = note(hertz, 0.1, length);
    if (chords) {
      sounding = mixed(sounding, note(hertz * 1.26, 0.1, length));
      sounding = mixed(sounding, note(hertz * 1.5, 0.1, length));
    }
    all = joined({all, sounding, silence(seconds_per_note / 4)});
  }
  return all;
}

/// `sound` with its loudness going up and down `hertz` times per second.
std::vector<float> swelling(std::vector<float> sound, double hertz) {
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const double turn = static_cast<double>(i) / sound_rate * hertz;
    sound[i] *= static_cast<float>(std::pow(std::sin(std::numbers::pi * turn), 2));
  }
  return sound;
}

double spoken_seconds(const std::vector<float>& sound) {
  double seconds = 0;
  for (const SoundSpan& span : find_speech(sound).spans) {
    seconds += static_cast<double>(span.size()) / sound_rate;
  }
  return seconds;
}

/// Seconds as samples.
std::size_t at(double seconds) {
  return static_cast<std::size_t>(seconds * sound_rate);
}

}  // namespace

TEST_CASE("find_speech: silence, noise and music are no speech") {
  struct Row {
    const char* name;
    std::vector<float> sound;
  };
  const std::vector<Row> rows{
      {"nothing", {}},
      {"one sample", {0.5F}},
      {"less than a frame", white_noise(0.3, 0.03)},
      {"silence", silence(5)},
      {"hiss", white_noise(0.3, 5)},
      {"hiss that swells", swelling(white_noise(0.3, 5), 3)},
      {"rumble", rumble(0.3, 5)},
      {"rumble that swells", swelling(rumble(0.3, 5), 3)},
      {"clicks", swelling(white_noise(0.5, 5), 20)},
      {"a tone", tone(440, 0.3, 5)},
      {"a hum", tone(100, 0.3, 5)},
      {"beeps", swelling(tone(1000, 0.3, 5), 2)},
      {"beeps in silence", joined({silence(1), tone(350, 0.3, 0.4), silence(1)})},
      {"slow notes", melody(0.5, false)},
      {"quick notes", melody(0.15, false)},
      {"slow chords", melody(0.5, true)},
      {"quick chords", melody(0.15, true)},
      {"chords over drums", mixed(melody(0.4, true), swelling(white_noise(0.2, 6), 5))},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(find_speech(row.sound).spans.empty());
  }
}

TEST_CASE("find_speech: recordings are speech but for their pauses") {
  for (const Utterance& utterance : utterances()) {
    CAPTURE(utterance.path.filename().string());
    const double length = static_cast<double>(utterance.samples.size()) / sound_rate;
    CHECK(spoken_seconds(utterance.samples) > 0.65 * length);
    const auto speech = find_speech(utterance.samples);
    for (std::size_t i = 0; i < speech.spans.size(); ++i) {
      CHECK(speech.spans[i].begin < speech.spans[i].end);
      CHECK(speech.spans[i].end <= utterance.samples.size());
      CHECK((i == 0 || speech.spans[i - 1].end < speech.spans[i].begin));
    }
  }
}

TEST_CASE("find_speech: finds a voice between other sounds, and where it begins and ends") {
  if (!shared_voices()) {
    return;
  }
  const std::span whole(utterances().front().samples);
  const std::vector<float> voice(whole.begin() + 8000, whole.begin() + 8000 + 48'000);
  struct Row {
    const char* name;
    std::vector<float> before, after, under;
    double least;  ///< seconds that must be found of 3
  };
  const std::vector<Row> rows{
      {"silence", silence(2), silence(2), {}, 2.5},
      {"hiss", white_noise(0.05, 2), white_noise(0.05, 2), {}, 2.5},
      {"hiss under it", {}, {}, white_noise(0.01, 7), 2.2},
      {"music before and after", melody(0.3, true), melody(0.3, false), {}, 2.2},
      {"rumble under it", {}, {}, rumble(0.05, 7), 2.2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto before = row.before.empty() ? silence(2) : row.before;
    const auto after = row.after.empty() ? silence(2) : row.after;
    const auto speech = find_speech(mixed(joined({before, voice, after}), row.under));
    REQUIRE_FALSE(speech.spans.empty());
    CHECK(speech.spans.front().begin + at(0.3) > before.size());
    CHECK(speech.spans.back().end < before.size() + voice.size() + at(0.3));
    double found = 0;
    for (const SoundSpan& span : speech.spans) {
      found += static_cast<double>(span.size()) / sound_rate;
    }
    CHECK(found >= row.least);
  }
}

TEST_CASE("find_speech: long pauses part spans, short ones do not") {
  if (!shared_voices()) {
    return;
  }
  const std::span whole(utterances().front().samples);
  const std::vector<float> voice(whole.begin() + 16'000, whole.begin() + 16'000 + 32'000);
  CHECK(find_speech(joined({voice, silence(0.2), voice})).spans.size() == 1);
  CHECK(find_speech(joined({voice, silence(1), voice})).spans.size() == 2);
}

TEST_CASE("find_speech: ten minutes of speech and hiss") {
  std::vector<float> sound = white_noise(0.001, 600);
  CHECK(find_speech(sound).spans.empty());
  if (shared_voices()) {
    const auto& voice = utterances().front().samples;
    const std::size_t turn = voice.size() + at(2);
    for (std::size_t begin = 0; begin + voice.size() <= sound.size(); begin += turn) {
      std::copy(voice.begin(), voice.end(), sound.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    CHECK(find_speech(sound).spans.size() == 2 * sound.size() / turn);
  }
}

}  // namespace reshoot
