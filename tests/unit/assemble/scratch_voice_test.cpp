// SPDX-License-Identifier: Apache-2.0
#include "assemble/scratch_voice.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "lavfi.h"

namespace reshoot {

TEST_CASE("time_lines: calm pauses where there is room") {
  const LineTiming timing = time_lines({1000, 2000}, 6000);
  CHECK(timing.lines == std::vector<LineTime>{{400, 1400}, {1700, 3700}});
  CHECK(timing.hurry == 1);
  CHECK(timing.overrun == 0);
  CHECK(time_lines({}, 6000).lines.empty());
}

TEST_CASE("time_lines: pauses shrink before speech does") {
  const LineTiming timing = time_lines({2000, 2000}, 4500);
  CHECK(timing.hurry == 1);
  CHECK(timing.lines[0].begin > 80);
  CHECK(timing.lines[0].begin < 400);
  CHECK(timing.lines[1].begin > timing.lines[0].end);
  CHECK(timing.lines[1].end <= 4500);
}

TEST_CASE("time_lines: what cannot fit says how much faster and how much is over") {
  const LineTiming timing = time_lines({4000, 4000}, 6000);
  CHECK(timing.hurry == doctest::Approx(8000.0 / 5760));
  CHECK(timing.overrun == 80 + 4000 + 80 + 4000 - 6000);
}

TEST_CASE("time_lines: in order, never over one another") {
  for (std::int64_t clip = 100; clip < 20000; clip += 333) {
    const LineTiming timing = time_lines({700, 0, 1500, 900}, clip);
    std::int64_t before = 0;
    for (const LineTime& line : timing.lines) {
      CHECK(line.begin > before);
      before = line.end;
    }
    CHECK((timing.overrun > 0 || before <= clip));
  }
}

TEST_CASE("voices_for: from the whole tag to English") {
  using Voices = std::vector<std::string>;
  CHECK(voices_for("en") == Voices{"en-us", "en"});
  CHECK(voices_for("en-GB") == Voices{"en-gb", "en-us", "en"});
  CHECK(voices_for("de") == Voices{"de", "en-us", "en"});
  CHECK(voices_for("pt_BR") == Voices{"pt-br", "pt", "en-us", "en"});
  CHECK(voices_for("zh") == Voices{"cmn", "zh", "en-us", "en"});
  CHECK(voices_for("") == Voices{"en-us", "en"});
  for (const char* path : {"../x", "/etc/passwd", "-v", "de+f2", "d e"}) {
    CAPTURE(path);
    CHECK(voices_for(path) == Voices{"en-us", "en"});
  }
}

TEST_CASE("voice_variant: by the description, else neighbours differ") {
  CHECK(voice_variant("a young woman with curly hair", 0).front() == 'f');
  CHECK(voice_variant("a woman", 1).front() == 'f');
  CHECK(voice_variant("A man in his forties", 0).front() == 'm');
  CHECK(voice_variant("a human-like robot", 0) == voice_variant("", 0));
  std::set<std::string_view> voices;
  std::set<std::string_view> women;
  for (std::size_t place = 0; place < 4; ++place) {
    voices.insert(voice_variant("", place));
    women.insert(voice_variant("a woman", place));
  }
  CHECK(voices.size() == 4);
  CHECK(women.size() == 4);
}

TEST_CASE("speak: every line is heard in its time and nowhere else") {
  const Cancel cancel;
  const auto voice = speak({{"Hello there.", "f2", -1}, {"Good day [[to]] <b>you</b>.", "m3", 1}},
                           "en", {5000}, toolbox().tools.espeak, cancel);
  REQUIRE(voice.has_value());
  CHECK(voice->warnings.empty());
  REQUIRE(voice->lines.size() == 2);
  const Timeline& sound = voice->sound;
  CHECK(sound.samples.size() == 2 * 5 * static_cast<std::size_t>(sound.rate));
  const auto loudest = [&](std::int64_t from, std::int64_t to) {
    int peak = 0;
    for (std::int64_t i = from * sound.rate / 1000; i < to * sound.rate / 1000; ++i) {
      peak = std::max(
          peak, std::abs(static_cast<int>(sound.samples[static_cast<std::size_t>(2 * i)])) +
                    std::abs(static_cast<int>(sound.samples[static_cast<std::size_t>(2 * i + 1)])));
    }
    return peak;
  };
  CHECK(loudest(0, voice->lines[0].begin) == 0);
  CHECK(loudest(voice->lines[0].begin, voice->lines[0].end) > 3000);
  CHECK(loudest(voice->lines[0].end + 1, voice->lines[1].begin) == 0);
  CHECK(loudest(voice->lines[1].begin, voice->lines[1].end) > 3000);
}

TEST_CASE("speak: warns of a language without a voice and of lines that do not fit") {
  const Cancel cancel;
  const std::string sentence = "This goes on and on for far longer than there is time to say it.";
  const auto voice = speak({{sentence, "f2", 0}}, "xx", {1000}, toolbox().tools.espeak, cancel);
  REQUIRE(voice.has_value());
  REQUIRE(voice->warnings.size() == 2);
  CHECK(voice->warnings[0].find("'xx'") != std::string::npos);
  CHECK(voice->warnings[1].find("too long") != std::string::npos);
}

TEST_CASE("speak: hurries before it cuts") {
  const Cancel cancel;
  const ScratchLine line{"One two three four five six seven eight nine ten.", "m3", 0};
  const auto calm = speak({line}, "en", {20000}, toolbox().tools.espeak, cancel);
  REQUIRE(calm.has_value());
  const std::int64_t length = calm->lines[0].end - calm->lines[0].begin;
  const auto hurried = speak({line}, "en", {length * 85 / 100}, toolbox().tools.espeak, cancel);
  REQUIRE(hurried.has_value());
  CHECK(hurried->warnings.empty());
  CHECK(hurried->lines[0].end <= length * 85 / 100);
}

TEST_CASE("speak: without lines it is silent; without espeak-ng it says so") {
  const Cancel cancel;
  CHECK(speak({}, "en", {1000}, "/nowhere/espeak-ng", cancel)->lines.empty());
  const auto failed = speak({{"Hi", "f2", 0}}, "en", {1000}, "/nowhere/espeak-ng", cancel);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().kind == ErrorKind::environment);
}

}  // namespace reshoot
