// SPDX-License-Identifier: Apache-2.0
#include "verify/shot_cuts.h"

#include <doctest/doctest.h>

#include <vector>

#include "unit/verify/drawn.h"

namespace reshoot {
namespace {

using test::Colour;

constexpr Size size{96, 54};
constexpr Colour red{20, 20, 200};
constexpr Colour blue{200, 40, 20};
constexpr Colour white{250, 250, 250};

/// Cut times of a clip of 24 per second.
std::vector<std::int64_t> cuts_of(const std::vector<Colour>& colours) {
  ShotCuts cuts;
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const auto time = static_cast<std::int64_t>(i) * 1000 / 24;
    if (cuts.add(time, test::plain(size, colours[i]).view())) {
      out.push_back(time);
    }
    CHECK(cuts.shot() == out.size());
  }
  return out;
}

std::vector<Colour> joined(std::vector<Colour> a, std::size_t n, Colour b) {
  a.insert(a.end(), n, b);
  return a;
}

}  // namespace

TEST_CASE("distance: 0 for the same colours, 1 for none in common") {
  const ColourHistogram a = colours_of(test::plain(size, red).view());
  const ColourHistogram b = colours_of(test::plain(size, blue).view());
  CHECK(distance(a, a) == doctest::Approx(0).epsilon(0.01));
  CHECK(distance(a, b) == doctest::Approx(1));
  RgbPicture half = test::plain(size, red);
  test::fill(half, 0, 0, {48, 54}, blue);
  CHECK(distance(a, colours_of(half.view())) == doctest::Approx(0.541).epsilon(0.01));
  SUBCASE("moving the same things is no change") {
    RgbPicture moved = test::plain(size, red);
    test::fill(moved, 48, 0, {48, 54}, blue);
    CHECK(distance(colours_of(half.view()), colours_of(moved.view())) < 0.01F);
  }
}

TEST_CASE("ShotCuts: a cut where the colours change, a flash is no two cuts") {
  const std::vector<Colour> twelve(12, red);
  CHECK(cuts_of(twelve).empty());
  CHECK(cuts_of({}).empty());
  CHECK(cuts_of(joined(twelve, 12, blue)) == std::vector<std::int64_t>{500});
  CHECK(cuts_of(joined(joined(twelve, 6, blue), 6, red)) == std::vector<std::int64_t>{500, 750});
  CHECK(cuts_of(joined(joined(twelve, 1, white), 11, red)) == std::vector<std::int64_t>{500});
}

TEST_CASE("ShotCuts: shots cover the clip without gaps") {
  ShotCuts cuts;
  CHECK(cuts.shots(1000).empty());
  cuts.add(0, test::plain(size, red).view());
  CHECK(cuts.shots(1000) == std::vector<ShotSpan>{{0, 1000}});
  cuts.add(500, test::plain(size, blue).view());
  CHECK(cuts.shots(1000) == std::vector<ShotSpan>{{0, 500}, {500, 1000}});
}

}  // namespace reshoot
