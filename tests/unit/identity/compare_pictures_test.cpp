// SPDX-License-Identifier: Apache-2.0
#include "identity/compare_pictures.h"

#include <doctest/doctest.h>

#include "unit/identity/clip_maker.h"

namespace reshoot {
namespace {

using doctest::Approx;
using test::ClipMaker;
using test::compared;

Likeness mug(std::uint32_t index) {
  return test::likeness_of(CastKind::product, {test::direction(index)});
}

}  // namespace

TEST_CASE("compare: the part of a frame that is most like a product is taken for it") {
  const FaceBox part{320, 180, 640, 360};
  ClipMaker maker(8);
  for (std::uint32_t sample = 0; sample < 8; ++sample) {
    maker.picture(sample, {0.7F, 0.5F});
    maker.picture(sample, {0.85F, 0.6F}, part);
    maker.picture(sample, {0.6F, 0.75F});
  }
  const Comparison result = compared(maker.make(), {mug(0), mug(1)}, {0});
  const Presence& presence = result.cast[0];
  CHECK(presence.kind == CastKind::product);
  CHECK(presence.median == Approx(0.85));
  CHECK(presence.sightings[3].box == part);
  CHECK(presence.coverage == Approx(1));
  CHECK(presence.usable == 8);
  CHECK(presence.margin == Approx(0.25));  // in the same part
  CHECK(presence.nearest == 1U);
  CHECK(presence.mean.size() == test::made_dimensions);
  CHECK(presence.own == 0);
}

TEST_CASE("compare: a product is calibrated on its own references") {
  const Likeness likeness = test::likeness_of(
      CastKind::mascot,
      {test::direction(0), test::with_cosines({0.8F, 0.6F}), test::with_cosines({0.6F, 0.8F})});
  const Comparison result = compared(ClipMaker(4).picture(0, {0.9F}).make(), {likeness}, {0});
  CHECK(result.cast[0].own == Approx(0.96));  // of 0.8, 0.96 and 0.96
  CHECK(result.cast[0].coverage == Approx(0.25));
}

TEST_CASE("compare: people and pictures are not mixed") {
  const Comparison result =
      compared(ClipMaker(4).face(0, 4, {0.6F}).picture(0, {0.9F, 0.8F}).make(),
               {test::person(0), mug(1)}, {0, 1});
  CHECK(result.cast[0].median == Approx(0.6));
  CHECK_FALSE(result.cast[0].nearest.has_value());
  CHECK(result.cast[1].median == Approx(0.8));
  CHECK_FALSE(result.cast[1].nearest.has_value());
}

TEST_CASE("compare: a product that cannot be compared says why") {
  Measurement clip = ClipMaker(4).make();
  CHECK(compared(clip, {mug(0)}, {0}).cast[0].gap == "no picture of this clip could be measured");
  clip.needs.pictures = false;
  CHECK(compared(clip, {mug(0)}, {0}).cast[0].gap == "pictures were not measured in this clip");
}

}  // namespace reshoot
