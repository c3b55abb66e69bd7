// SPDX-License-Identifier: Apache-2.0
#include "identity/references.h"

#include <doctest/doctest.h>

#include "unit/identity/clip_maker.h"
#include "unit/identity/thresholds_maker.h"

namespace reshoot {
namespace {

using Kind = ReferenceMistake::Kind;
using test::with_cosines;

std::vector<ReferenceMistake> mistakes_of(const Likeness& likeness) {
  const test::MadeModels models;
  return reference_mistakes(likeness, models.all());
}

Likeness people(const std::vector<std::vector<float>>& looks) {
  return test::likeness_of(CastKind::person, looks);
}

/// A good reference and a second one whose face is like this.
Likeness beside_a_good_one(int faces, FaceUse use, float width) {
  Likeness likeness = test::person(0);
  likeness.views.push_back({1, faces, {0, 0, width, width}, 0.9F, 0, 100, use, std::nullopt});
  return likeness;
}

}  // namespace

TEST_CASE("reference_mistakes: references that agree") {
  CHECK(mistakes_of(people({{with_cosines({1})}, with_cosines({0.7F}), with_cosines({0.5F})}))
            .empty());
  CHECK(mistakes_of(test::person(0)).empty());
  CHECK(mistakes_of({}).empty());
}

TEST_CASE(
    "reference_mistakes: a stranger among three is named, with the pair that is least alike") {
  const auto mistakes = mistakes_of(
      people({with_cosines({0.9F}), with_cosines({0.1F, 0.9F}), with_cosines({0.8F, 0, 0.2F})}));
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].kind == Kind::disagree);
  CHECK(mistakes[0].is_error);
  CHECK(mistakes[0].reference == 1);
  CHECK(mistakes[0].other.has_value());
  CHECK(mistakes[0].value < 0.45F);
  CHECK(mistakes[0].threshold == 0.45F);
  CHECK(mistakes[0].text.find("reference 2 does not go with the other references") == 0);
}

TEST_CASE("reference_mistakes: of two nobody knows which one is wrong") {
  const auto mistakes = mistakes_of(people({with_cosines({1}), with_cosines({0.41F}, 1)}));
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].reference == 1);
  CHECK(mistakes[0].other == 0U);
  CHECK(mistakes[0].text ==
        "reference 2 does not go with reference 1: its similarity to reference 1 is 0.41, 0.45 is "
        "wanted");
}

TEST_CASE("reference_mistakes: frames of one reference clip are not held against each other") {
  Likeness likeness = people({with_cosines({1}), with_cosines({0}), with_cosines({0.9F})});
  likeness.views[1].reference = 0;
  likeness.views[2].reference = 1;
  CHECK(mistakes_of(likeness).empty());
}

TEST_CASE("reference_mistakes: faces that are of no use") {
  struct Row {
    const char* text;
    int faces;
    FaceUse use;
    float width;
    Kind kind;
  };
  const Row rows[] = {
      {"reference 2 shows no face", 0, FaceUse::usable, 0, Kind::no_face},
      {"reference 2 shows a face of 31 pixels; 48 and more can be compared", 1, FaceUse::small, 31,
       Kind::small_face},
      {"reference 2 shows a face that cannot be compared: it is turned", 1, FaceUse::turned, 90,
       Kind::no_face},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    Likeness likeness = beside_a_good_one(row.faces, row.use, row.width);
    auto mistakes = mistakes_of(likeness);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].kind == row.kind);
    CHECK(mistakes[0].reference == 1);
    CHECK_FALSE(mistakes[0].is_error);  // the other one is enough to compare with
    CHECK(mistakes[0].text == row.text);

    likeness.views.erase(likeness.views.begin());
    mistakes = mistakes_of(likeness);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].is_error);
  }
}

TEST_CASE("reference_mistakes: two people in a person's picture") {
  Likeness likeness = test::person(0);
  likeness.views[0].faces = 3;
  CHECK(mistakes_of(likeness).empty());  // small or blurred ones behind it
  likeness.views[0].rivals = 1;
  auto mistakes = mistakes_of(likeness);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].kind == Kind::several_faces);
  CHECK(mistakes[0].is_error);
  // A passer-by in some frames of a reference clip does no harm.
  likeness.views.push_back(likeness.views[0]);
  likeness.views[1].rivals = 0;
  CHECK(mistakes_of(likeness).empty());
}

TEST_CASE("reference_mistakes: products only warn, and need no face") {
  Likeness likeness =
      test::likeness_of(CastKind::product, {with_cosines({1}), with_cosines({0.5F})});
  const auto mistakes = mistakes_of(likeness);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].kind == Kind::disagree);
  CHECK_FALSE(mistakes[0].is_error);
}

TEST_CASE("reference_mistakes: voices") {
  struct Row {
    const char* what;
    VoiceView voice;
    std::vector<Kind> kinds;
  };
  const Row rows[] = {
      {"a good one", {4, 20, 0.4F}, {}},
      {"short", {3.9F, 30, 0.8F}, {Kind::voice_short}},
      {"noisy", {8, 19, 0.8F}, {Kind::voice_noisy}},
      {"several", {8, 30, 0.3F}, {Kind::several_voices}},
      {"all", {1, 3, 0.1F}, {Kind::voice_short, Kind::voice_noisy, Kind::several_voices}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Likeness likeness = test::person(0);
    likeness.voice = row.voice;
    std::vector<Kind> kinds;
    for (const ReferenceMistake& mistake : mistakes_of(likeness)) {
      kinds.push_back(mistake.kind);
      CHECK(mistake.is_error == (mistake.kind == Kind::several_voices));
    }
    CHECK(kinds == row.kinds);
  }
}

TEST_CASE("reference_mistakes: without models nothing is said") {
  Likeness likeness = people({with_cosines({1}), with_cosines({0})});
  likeness.voice = VoiceView{1, 3, 0.1F};
  CHECK(reference_mistakes(likeness, {}).empty());
}

}  // namespace reshoot
