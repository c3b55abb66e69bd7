// SPDX-License-Identifier: Apache-2.0
#include "assemble/composition.h"

#include <doctest/doctest.h>

#include <vector>

#include "assemble/slate.h"

namespace reshoot {
namespace {

using Kind = Subject::Kind;

constexpr Size frames[] = {{1280, 720}, {640, 360}, {320, 180},   {720, 1280},
                           {360, 640},  {720, 720}, {1080, 1080}, {1024, 768}};

bool overlap(const Area& a, const Area& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

bool inside(const Area& area, Size frame) {
  return area.x >= 0 && area.y >= 0 && area.x + area.width <= frame.width &&
         area.y + area.height <= frame.height;
}

Picture filled(int width, int height) {
  Picture picture = blank(width, height);
  paint(picture, rounded_box(width, height, 0), 0, 0, {200, 100, 50}, 1);
  return picture;
}

}  // namespace

TEST_CASE("place_subjects: one to four cards and figures stand apart above the slate") {
  for (const Size frame : frames) {
    for (const Kind kind : {Kind::card, Kind::figure}) {
      for (const double aspect : {0.3, 0.7, 1.0, 1.8, 3.0}) {
        for (std::size_t count = 1; count <= 4; ++count) {
          CAPTURE(frame.text());
          CAPTURE(aspect);
          CAPTURE(count);
          const auto areas = place_subjects(frame, std::vector<Subject>(count, {kind, aspect}));
          REQUIRE(areas.size() == count);
          for (std::size_t i = 0; i < count; ++i) {
            CHECK(inside(areas[i], frame));
            CHECK(areas[i].y + areas[i].height <= slate_layout(frame).timecode.y + 1);
            CHECK(areas[i].width >= 10);
            for (std::size_t j = 0; j < i; ++j) {
              CHECK_FALSE(overlap(areas[i], areas[j]));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("place_subjects: a lone picture keeps its shape and stands in the middle") {
  for (const double aspect : {0.5, 1.0, 1.6}) {
    const Area area = place_subjects({1280, 720}, {{Kind::card, aspect}}).front();
    CHECK(static_cast<double>(area.width) / area.height == doctest::Approx(aspect).epsilon(0.01));
    CHECK(area.x + area.width / 2 == doctest::Approx(640).epsilon(0.01));
  }
}

TEST_CASE("place_subjects: several cards have one size, in order from the left") {
  const auto areas =
      place_subjects({1280, 720}, {{Kind::card, 1.8}, {Kind::card, 0.6}, {Kind::card, 1}});
  CHECK(areas[0].width == areas[1].width);
  CHECK(areas[1].height == areas[2].height);
  CHECK(areas[0].x < areas[1].x);
  CHECK(areas[1].x < areas[2].x);
}

TEST_CASE("place_subjects: figures share a floor; the slate hides where busts end") {
  const auto figures = place_subjects({1280, 720}, {{Kind::figure, 0.4}, {Kind::figure, 1.2}});
  CHECK(figures[0].y + figures[0].height == figures[1].y + figures[1].height);
  for (const Size frame : frames) {
    for (std::size_t count = 1; count <= 2; ++count) {
      CAPTURE(frame.text());
      for (const Area& bust :
           place_subjects(frame, std::vector<Subject>(count, {Kind::bust, 0.9}))) {
        CHECK(bust.y + bust.height >= slate_layout(frame).timecode.y);
        CHECK(bust.y >= 0);
      }
    }
  }
}

TEST_CASE("place_subjects: nobody, and more than a row holds") {
  CHECK(place_subjects({1280, 720}, {}).empty());
  CHECK(place_subjects({320, 180}, std::vector<Subject>(12, {Kind::card, 1})).size() == 12);
}

TEST_CASE("place_insets: side by side in the corner, no more than fit") {
  const auto areas = place_insets({1280, 720}, 3);
  REQUIRE(areas.size() == 3);
  for (const Area& area : areas) {
    CHECK(inside(area, {1280, 720}));
    CHECK(area.x > 640);
  }
  CHECK_FALSE(overlap(areas[0], areas[1]));
  CHECK(place_insets({360, 640}, 50).size() < 10);
  CHECK(place_insets({1280, 720}, 0).empty());
}

TEST_CASE("place_subjects: makes room for insets only where it must") {
  const Size frame{1280, 720};
  const auto insets = place_insets(frame, 2);
  const std::vector<Subject> three(3, {Kind::card, 0.7});
  for (const Area& area : place_subjects(frame, three, insets)) {
    CHECK_FALSE(overlap(area, insets[0]));
    CHECK_FALSE(overlap(area, insets[1]));
  }
  const std::vector<Subject> one(1, {Kind::figure, 0.5});
  CHECK(place_subjects(frame, one, insets) == place_subjects(frame, one));
}

TEST_CASE("subject_of: card, figure and bust by what can be seen through") {
  CHECK(subject_of(filled(40, 20)).kind == Kind::card);
  CHECK(subject_of(filled(40, 20)).aspect == 2);
  Picture figure = blank(40, 40);
  draw(figure, filled(4, 30), 18, 10);
  CHECK(subject_of(figure).kind == Kind::figure);
  Picture bust = blank(40, 40);
  draw(bust, filled(30, 10), 5, 30);
  draw(bust, filled(12, 20), 14, 10);
  CHECK(subject_of(bust).kind == Kind::bust);
}

TEST_CASE("paint_subjects: the picture is where its area says") {
  const Area area{500, 100, 200, 300};
  const PaintedSubjects painted = paint_subjects({filled(20, 30)}, {area}, {1280, 720}, 1.5, 0.3);
  const auto alpha_at = [&](double x, double y) {
    const auto px = static_cast<std::size_t>((x - painted.left) * 1.5);
    const auto py = static_cast<std::size_t>((y - painted.top) * 1.5);
    return painted.picture
        .rgba[4 * (py * static_cast<std::size_t>(painted.picture.width) + px) + 3];
  };
  CHECK(alpha_at(600, 250) == 255);
  CHECK(alpha_at(501.5, 250) == 255);
  CHECK(alpha_at(698.5, 250) == 255);
  CHECK(alpha_at(430, 90) < 30);
}

}  // namespace reshoot
