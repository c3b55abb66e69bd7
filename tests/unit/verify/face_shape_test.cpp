// SPDX-License-Identifier: Apache-2.0
#include "verify/face_shape.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

namespace reshoot {
namespace {

/// A face of 100 px at (200, 100): eyes 40 px apart, the nose between them but for `off` px, all
/// turned by `degrees` about (250, 150).
FaceShape face_with(float off, double degrees = 0) {
  FaceShape face;
  face.box = {200, 100, 100, 120};
  face.score = 0.9F;
  face.marks = {PicturePoint{230, 140}, {270, 140}, {250 + off, 160}, {235, 190}, {265, 190}};
  const auto sine = static_cast<float>(std::sin(degrees * M_PI / 180));
  const auto cosine = static_cast<float>(std::cos(degrees * M_PI / 180));
  for (PicturePoint& mark : face.marks) {
    const float x = mark.x - 250;
    const float y = mark.y - 150;
    mark = {250 + cosine * x - sine * y, 150 + sine * x + cosine * y};
  }
  return face;
}

constexpr Size picture{640, 360};
constexpr float sharp = 500;

}  // namespace

TEST_CASE("turn_of: the nose's offset along the eyes' line, in eye distances") {
  CHECK(turn_of(face_with(0)) == doctest::Approx(0));
  CHECK(turn_of(face_with(10)) == doctest::Approx(0.25));
  CHECK(turn_of(face_with(-20)) == doctest::Approx(0.5));
  SUBCASE("a head that leans is not turned") {
    CHECK(turn_of(face_with(0, 30)) == doctest::Approx(0).epsilon(0.001));
    CHECK(turn_of(face_with(10, -50)) == doctest::Approx(0.25));
  }
  SUBCASE("eyes at one point") {
    FaceShape face = face_with(0);
    face.marks[1] = face.marks[0];
    CHECK(turn_of(face) == 2);
    face.marks[1].x += NAN;
    CHECK(turn_of(face) == 2);
  }
}

TEST_CASE("outside_share: how much of a box the picture cuts off") {
  struct Row {
    FaceBox box;
    float share;
  };
  const std::vector<Row> rows{
      {{0, 0, 100, 100}, 0},         {{-50, 0, 100, 100}, 0.5F}, {{590, 0, 100, 100}, 0.5F},
      {{-50, -50, 100, 100}, 0.75F}, {{700, 0, 100, 100}, 1},    {{0, 400, 100, 100}, 1},
      {{10, 10, 0, 50}, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.box.x);
    CAPTURE(row.box.y);
    CHECK(outside_share(row.box, picture) == doctest::Approx(row.share));
  }
}

TEST_CASE("use_of: the first reason against a face") {
  CHECK(use_of(face_with(0), sharp, picture) == FaceUse::usable);
  CHECK(use_of(face_with(15), sharp, picture) == FaceUse::turned);
  CHECK(use_of(face_with(0), min_sharpness / 2, picture) == FaceUse::blurred);
  CHECK(use_of(face_with(0), NAN, picture) == FaceUse::blurred);
  CHECK(use_of(face_with(0), sharp, {280, 360}) == FaceUse::cut_off);
  CHECK(use_of(face_with(0), sharp, {290, 360}) == FaceUse::usable);
  FaceShape leaning_out = face_with(0);
  leaning_out.marks[3].y = 361;
  CHECK(use_of(leaning_out, sharp, picture) == FaceUse::cut_off);
  FaceShape face = face_with(0);
  face.score = 0.79F;
  CHECK(use_of(face, sharp, picture) == FaceUse::doubtful);
  face.box.width = 47;
  CHECK(use_of(face, sharp, picture) == FaceUse::small);
  face.box.width = NAN;
  CHECK(use_of(face, sharp, picture) == FaceUse::small);
}

TEST_CASE("crop_alignment: landmarks of any size, place and lean come to the same place") {
  const Similarity upright = crop_alignment(face_with(0), 112);
  const PicturePoint eye = upright.of(face_with(0).marks[0]);
  const PicturePoint nose = upright.of(face_with(0).marks[2]);
  CHECK(eye.x == doctest::Approx(38.3).epsilon(0.1));
  CHECK(eye.y == doctest::Approx(51.6).epsilon(0.1));
  for (const double degrees : {-80.0, 20.0, 170.0}) {
    CAPTURE(degrees);
    const FaceShape leaning = face_with(0, degrees);
    const Similarity aligned = crop_alignment(leaning, 112);
    CHECK(aligned.of(leaning.marks[0]).x == doctest::Approx(eye.x).epsilon(0.001));
    CHECK(aligned.of(leaning.marks[0]).y == doctest::Approx(eye.y).epsilon(0.001));
    CHECK(aligned.of(leaning.marks[2]).x == doctest::Approx(nose.x).epsilon(0.001));
    CHECK(aligned.of(leaning.marks[2]).y == doctest::Approx(nose.y).epsilon(0.001));
  }
  SUBCASE("a larger crop is the same, larger") {
    const PicturePoint larger = crop_alignment(face_with(0), 224).of(face_with(0).marks[0]);
    CHECK(larger.x == doctest::Approx(2 * eye.x));
    CHECK(larger.y == doctest::Approx(2 * eye.y));
  }
  SUBCASE("landmarks at one point give no division by zero") {
    FaceShape face = face_with(0);
    face.marks.fill({5, 5});
    CHECK(std::isfinite(crop_alignment(face, 112).dx));
  }
}

}  // namespace reshoot
