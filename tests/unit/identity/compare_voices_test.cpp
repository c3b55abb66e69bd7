// SPDX-License-Identifier: Apache-2.0
#include "identity/compare_voices.h"

#include <doctest/doctest.h>

#include "unit/identity/clip_maker.h"

namespace reshoot {
namespace {

using doctest::Approx;
using test::ClipMaker;
using test::compared;

const std::vector<Likeness> speakers{test::with_voice(test::person(0), 0),
                                     test::with_voice(test::person(1), 1),
                                     test::with_voice(test::person(2), 2)};

}  // namespace

TEST_CASE("compare: as many lines as stretches of speech are given in order") {
  const Comparison result =
      compared(ClipMaker(32).speech(0, 3000, {0.1F, 0.7F}).speech(3500, 5000, {0.6F, 0.1F}).make(),
               speakers, {0, 1}, {0, 1});
  REQUIRE(result.lines.size() == 2);
  // The wrong way round: the order is the scene's, so both are unlike.
  CHECK(result.lines[0].similarity == Approx(0.1));
  CHECK(result.lines[0].nearest == 1U);
  CHECK(result.lines[0].nearest_similarity == Approx(0.7));
  CHECK(result.lines[0].seconds == Approx(3));
  CHECK(result.lines[1].similarity == Approx(0.1));
  CHECK(result.lines[1].from_ms == 3500);
}

TEST_CASE("compare: a line with a pause in it keeps both its parts") {
  const Comparison result = compared(ClipMaker(32)
                                         .speech(0, 1000, {0.7F, 0})
                                         .speech(1500, 3000, {0.7F, 0.1F})
                                         .speech(3500, 6000, {0, 0.8F})
                                         .make(),
                                     speakers, {0, 1}, {0, 1});
  CHECK(result.lines[0].seconds == Approx(2.5));
  CHECK(result.lines[0].to_ms == 3000);
  CHECK(result.lines[0].similarity > 0.69F);
  CHECK(result.lines[1].seconds == Approx(2.5));
  CHECK(result.lines[1].similarity == Approx(0.8));
}

TEST_CASE("compare: lines that are spoken in one breath share it") {
  const Comparison result =
      compared(ClipMaker(32).speech(0, 3000, {0.7F}).speech(3500, 6000, {0, 0.8F}).make(), speakers,
               {0, 1}, {0, 0, 1});
  CHECK(result.lines[0].similarity == Approx(0.7));
  CHECK(result.lines[1].similarity == Approx(0.7));
  CHECK(result.lines[1].from_ms == 0);
  CHECK(result.lines[2].similarity == Approx(0.8));
}

TEST_CASE("compare: a line that cannot be compared says why") {
  struct Row {
    const char* gap;
    ClipMaker maker;
    bool has_sound, measured, has_voice;
  };
  const Row rows[] = {
      {"no speech was found in the clip", ClipMaker(8), true, true, true},
      {"the clip has no sound", ClipMaker(8), false, true, true},
      {"voices were not measured in this clip", ClipMaker(8).speech(0, 900, {1}), true, false,
       true},
      {"its speaker has no voice sample that could be measured", ClipMaker(8).speech(0, 900, {1}),
       true, true, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.gap);
    Measurement clip = row.maker.make();
    clip.needs.voices = row.measured;
    clip.technical.has_sound = row.has_sound;
    const HeardLine line =
        compared(clip, {row.has_voice ? speakers[0] : test::person(0)}, {0}, {0}).lines.at(0);
    CHECK_FALSE(line.compared);
    CHECK(line.gap == row.gap);
  }
}

TEST_CASE("compare: a speaker without a voice leaves the other lines in place") {
  const Comparison result =
      compared(ClipMaker(32).speech(0, 2000, {0.9F}).speech(3000, 5000, {0, 0.8F}).make(),
               {test::person(0), speakers[1]}, {0, 1}, {0, 1});
  CHECK_FALSE(result.lines[0].compared);
  CHECK(result.lines[1].similarity == Approx(0.8));
}

}  // namespace reshoot
