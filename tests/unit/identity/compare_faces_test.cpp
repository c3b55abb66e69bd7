// SPDX-License-Identifier: Apache-2.0
#include "identity/compare_faces.h"

#include <doctest/doctest.h>

#include "unit/identity/clip_maker.h"

namespace reshoot {
namespace {

using doctest::Approx;
using test::ClipMaker;
using test::compared;
using test::person;

const FaceBox left{100, 200, 120, 150};
const FaceBox right{900, 200, 120, 150};

std::size_t count_of(const Presence& presence, Sighting::Kind kind) {
  return static_cast<std::size_t>(
      std::count_if(presence.sightings.begin(), presence.sightings.end(),
                    [&](const Sighting& sighting) { return sighting.kind == kind; }));
}

}  // namespace

TEST_CASE("compare: one right person") {
  const Comparison result =
      compared(ClipMaker(32).face(0, 32, {0.6F, 0.1F}).make(), {person(0), person(1)}, {0});
  REQUIRE(result.cast.size() == 1);
  const Presence& presence = result.cast[0];
  CHECK(presence.compared);
  CHECK(presence.median == Approx(0.6));
  CHECK(presence.p10 == Approx(0.6));
  CHECK(presence.min == Approx(0.6));
  CHECK(presence.coverage == Approx(1));
  CHECK(presence.usable == 32);
  CHECK(presence.margin == Approx(0.5));
  CHECK(presence.nearest == 1U);
  CHECK(presence.flicker == Approx(1));
  CHECK(presence.drift == Approx(0));
  CHECK(presence.end == Approx(0.6));
  CHECK(presence.mean.size() == test::made_dimensions);
  CHECK(result.strangers.empty());
  CHECK(result.people_sought);
}

TEST_CASE("compare: alone in a campaign there is no margin to anybody") {
  const Comparison result = compared(ClipMaker(8).face(0, 8, {0.6F}).make(), {person(0)}, {0});
  CHECK(result.cast[0].margin == Approx(2));
  CHECK_FALSE(result.cast[0].nearest.has_value());
}

TEST_CASE("compare: tracks that meet are given out by their sum") {
  // Both are most like the first member; the second one's loss would be larger.
  const Comparison result = compared(
      ClipMaker(16).face(0, 16, {0.6F, 0.55F}, left).face(0, 16, {0.58F, 0.3F}, right).make(),
      {person(0), person(1)}, {0, 1});
  CHECK(result.cast[0].median == Approx(0.58));
  CHECK(result.cast[1].median == Approx(0.55));
  CHECK(result.cast[1].margin == Approx(-0.05));
  CHECK(result.cast[1].nearest == 0U);
}

TEST_CASE("compare: a member is found again after it was lost, also across a cut") {
  const Comparison result = compared(ClipMaker(16, {8})
                                         .face(0, 4, {0.7F}, left)
                                         .face(5, 8, {0.6F}, left)
                                         .face(8, 16, {0.5F}, right)
                                         .make(),
                                     {person(0), person(1)}, {0});
  CHECK(count_of(result.cast[0], Sighting::Kind::seen) == 15);
  CHECK(result.cast[0].coverage == Approx(15.0 / 16));
  CHECK(result.cast[0].median == Approx(0.5));
  CHECK(result.cuts_ms == std::vector<std::int64_t>{2000});
  CHECK(result.strangers.empty());
}

TEST_CASE("compare: in a chain of meetings nobody loses its face to a better moment") {
  // A (alone with B), then B with C; A and C are the first member.
  const Comparison result = compared(ClipMaker(16)
                                         .face(0, 6, {0.7F, 0.1F}, left)
                                         .face(4, 12, {0.1F, 0.6F}, right)
                                         .face(8, 16, {0.65F, 0.1F}, left)
                                         .make(),
                                     {person(0), person(1)}, {0, 1});
  CHECK(result.cast[0].usable == 14);
  CHECK(result.cast[1].usable == 8);
  CHECK(result.strangers.empty());
}

TEST_CASE("compare: an intruder beside a member is a stranger, and known by name") {
  const Comparison result =
      compared(ClipMaker(16).face(0, 16, {0.6F}, left).face(4, 12, {0.1F, 0.7F}, right).make(),
               {person(0), person(1)}, {0});
  CHECK(result.cast[0].median == Approx(0.6));
  REQUIRE(result.strangers.size() == 1);
  const Stranger& stranger = result.strangers[0];
  CHECK(stranger.from_ms == 1000);
  CHECK(stranger.to_ms == 3000);
  CHECK(stranger.usable == 8);
  CHECK(stranger.box == right);
  CHECK(stranger.sample == 4);
  CHECK(stranger.nearest == 1U);
  CHECK(stranger.similarity == Approx(0.7));
}

TEST_CASE("compare: a stranger is held beside the cast of the same frames") {
  Measurement clip =
      ClipMaker(16).face(0, 8, {0.6F}, left).face(0, 16, {0}, {900, 200, 60, 75}).make();
  for (FaceSample& face : clip.faces) {
    face.sharpness = face.track == 0 ? 1000 : 150;
  }
  const Comparison result = compared(clip, {person(0)}, {0});
  REQUIRE(result.strangers.size() == 1);
  CHECK(result.strangers[0].width == Approx(0.5));
  CHECK(result.strangers[0].focus == Approx(0.15));
}

TEST_CASE("compare: a second person after the right one is a stranger, not a bad frame of it") {
  const Comparison result = compared(
      ClipMaker(16, {12}).face(0, 12, {0.6F}).face(12, 16, {0.05F}).make(), {person(0)}, {0});
  CHECK(result.cast[0].min == Approx(0.6));
  CHECK(result.cast[0].coverage == Approx(0.75));
  REQUIRE(result.strangers.size() == 1);
  CHECK(result.strangers[0].from_ms == 3000);
  CHECK(result.strangers[0].width == 1);
  CHECK(result.strangers[0].focus == 1);
}

TEST_CASE("compare: who stands in a member's place is held against it") {
  const Comparison result =
      compared(ClipMaker(16).face(0, 16, {0.05F, 0.7F}).make(), {person(0), person(1)}, {0});
  CHECK(result.cast[0].median == Approx(0.05));
  CHECK(result.cast[0].margin == Approx(-0.65));
  CHECK(result.cast[0].nearest == 1U);
  CHECK(result.strangers.empty());
}

TEST_CASE("compare: a member whose place is taken leaves the others theirs") {
  const Comparison result =
      compared(ClipMaker(16).face(0, 16, {0.6F, 0}, left).face(0, 16, {0, 0.1F}, right).make(),
               {person(0), person(1)}, {1, 0});
  CHECK(result.cast[0].median == Approx(0.1));
  CHECK(result.cast[1].median == Approx(0.6));
  CHECK(result.strangers.empty());
}

TEST_CASE("compare: a flash of a face is no stranger") {
  CHECK(compared(ClipMaker(16).face(0, 16, {0.6F}, left).face(4, 5, {0}, right).make(), {person(0)},
                 {0})
            .strangers.empty());
}

TEST_CASE("compare: faces that cannot be compared") {
  struct Row {
    const char* what;
    FaceBox box;
    std::uint32_t from, to;
    float coverage;
    std::size_t strangers;
  };
  const Row rows[] = {
      {"it turned away where it was", left, 8, 16, 1, 0},
      {"a small face elsewhere in the shot is not it", {1000, 50, 20, 25}, 8, 16, 0.5F, 0},
      {"a large one beside it is somebody", right, 0, 6, 0.5F, 1},
      {"for a moment: nobody", right, 0, 3, 0.5F, 0},
      {"too small to be counted", {900, 200, 90, 100}, 0, 6, 0.5F, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Comparison result = compared(ClipMaker(16)
                                           .face(0, 8, {0.6F}, left)
                                           .unusable(row.from, row.to, FaceUse::turned, row.box)
                                           .make(),
                                       {person(0)}, {0});
    CHECK(result.cast[0].coverage == Approx(row.coverage));
    CHECK(result.cast[0].usable == 8);
    CHECK(result.cast[0].median == Approx(0.6));
    CHECK(result.strangers.size() == row.strangers);
  }
}

TEST_CASE("compare: in a shot of its own a face that cannot be compared may be the member") {
  const Comparison result = compared(ClipMaker(16, {8})
                                         .face(0, 8, {0.6F}, left)
                                         .unusable(8, 16, FaceUse::small, {640, 300, 20, 25})
                                         .make(),
                                     {person(0)}, {0});
  CHECK(result.cast[0].coverage == Approx(1));
  CHECK(result.cast[0].sightings[9].use == FaceUse::small);
}

TEST_CASE("compare: unusable faces of a member's own track are not held against it") {
  const Comparison result = compared(
      ClipMaker(16).face(0, 8, {0.6F}).same_track().unusable(8, 16, FaceUse::blurred).make(),
      {person(0)}, {0});
  CHECK(result.cast[0].coverage == Approx(1));
  CHECK(count_of(result.cast[0], Sighting::Kind::unusable) == 8);
  CHECK(result.cast[0].sightings[10].use == FaceUse::blurred);
}

TEST_CASE("compare: the best reference counts, and only those that are usable") {
  Likeness maya = test::likeness_of(CastKind::person, {test::direction(3), test::direction(0)});
  CHECK(compared(ClipMaker(8).face(0, 8, {0.6F}).make(), {maya}, {0}).cast[0].median ==
        Approx(0.6));
  maya.views[1].use = FaceUse::turned;
  CHECK(compared(ClipMaker(8).face(0, 8, {0.6F}).make(), {maya}, {0}).cast[0].median == Approx(0));
}

TEST_CASE("compare: drift and flicker") {
  ClipMaker maker(30);
  maker.face(0, 6, {0.8F});
  for (std::uint32_t from = 6; from < 30; from += 6) {
    maker.same_track().face(from, from + 6, {0.8F - 0.02F * static_cast<float>(from)});
  }
  const Presence presence = compared(maker.make(), {person(0)}, {0}).cast[0];
  CHECK(presence.drift == Approx(0.48));
  CHECK(presence.end == Approx(0.32));
  // The largest step is from 0.44 to 0.32 to the first, the rest of the vectors being the same.
  CHECK(presence.flicker < 0.995F);
  CHECK(presence.flicker > 0.95F);
}

TEST_CASE("compare: flicker is seen between neighbours only") {
  Measurement clip = ClipMaker(8).face(0, 8, {0.6F}).make();
  clip.face_vectors = {};
  for (std::uint32_t i = 0; i < 8; ++i) {
    clip.faces[i].vector = clip.face_vectors.add(test::with_cosines({0.6F}, i < 4 ? 0 : 1));
  }
  const Presence near = compared(clip, {person(0)}, {0}).cast[0];
  CHECK(near.flicker == Approx(0.36));
  CHECK(near.flicker_at == 4);
  for (std::uint32_t i = 4; i < 8; ++i) {
    clip.samples[i].time_ms += 1000;
  }
  CHECK(compared(clip, {person(0)}, {0}).cast[0].flicker == Approx(1));
}

TEST_CASE("compare: what is missing is said, and is not a mismatch") {
  struct Row {
    const char* gap;
    bool has_likeness;
    bool faces_measured;
    std::vector<std::vector<float>> looks;
  };
  const Row rows[] = {
      {"its references could not be measured", false, true, {}},
      {"faces were not measured in this clip", true, false, {test::direction(0)}},
      {"none of its references shows a face that can be compared", true, true, {}},
      {"its references and the clip were measured with different models", true, true, {{1, 0, 0}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.gap);
    const Likeness likeness = test::likeness_of(CastKind::person, row.looks);
    Measurement clip = ClipMaker(8).face(0, 8, {0.6F}).make();
    clip.needs.faces = row.faces_measured;
    CompareQuestion question{{row.has_likeness ? &likeness : nullptr}, {0}, {}};
    const Presence presence = compare(clip, question).cast[0];
    CHECK_FALSE(presence.compared);
    CHECK(presence.gap == row.gap);
    CHECK(count_of(presence, Sighting::Kind::seen) == 0);
    // The face may be the member's, so it is no stranger.
    CHECK(compare(clip, question).strangers.empty());
  }
}

TEST_CASE("compare: no frames, no faces, no cast") {
  CHECK(compared(Measurement{}, {person(0)}, {0}).cast[0].coverage == 0);
  const Comparison empty = compared(ClipMaker(8).make(), {person(0)}, {0});
  CHECK(empty.cast[0].compared);
  CHECK(empty.cast[0].coverage == 0);
  CHECK(compared(ClipMaker(8).face(0, 8, {0.6F}).make(), {person(0)}, {}).strangers.size() == 1);
}

}  // namespace reshoot
