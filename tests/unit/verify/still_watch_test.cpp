// SPDX-License-Identifier: Apache-2.0
#include "verify/still_watch.h"

#include <doctest/doctest.h>

#include "unit/verify/drawn.h"

namespace reshoot {
namespace {

constexpr Size size{96, 54};

}  // namespace

TEST_CASE("is_black: dark grey is, a small light thing in it is not") {
  CHECK(is_black(test::plain(size, {0, 0, 0}).view()));
  CHECK(is_black(test::plain(size, {30, 20, 10}).view()));
  CHECK_FALSE(is_black(test::plain(size, {0, 0, 60}).view()));
  RgbPicture lit = test::plain(size, {0, 0, 0});
  test::fill(lit, 0, 0, {10, 10}, {200, 200, 200});  // 100 of 5,184 pixels
  CHECK(is_black(lit.view()));
  test::fill(lit, 0, 0, {11, 10}, {200, 200, 200});
  CHECK_FALSE(is_black(lit.view()));
}

TEST_CASE("is_repeated: rounding is no motion, one other pixel is") {
  const RgbPicture before = test::plain(size, {100, 100, 100});
  CHECK(is_repeated(before.view(), before.view()));
  CHECK(is_repeated(before.view(), test::plain(size, {102, 98, 100}).view()));
  RgbPicture after = before;
  test::fill(after, 95, 53, {1, 1}, {100, 103, 100});
  CHECK_FALSE(is_repeated(before.view(), after.view()));
}

TEST_CASE("StillWatch: shares of the samples") {
  StillWatch watch;
  CHECK(watch.black() == 0);
  CHECK(watch.frozen() == 0);
  for (const int grey : {0, 0, 90, 90, 90, 200, 200, 0}) {
    const auto level = static_cast<std::uint8_t>(grey);
    watch.add(test::plain(size, {level, level, level}).view());
  }
  CHECK(watch.black() == doctest::Approx(3.0 / 8));
  CHECK(watch.frozen() == doctest::Approx(4.0 / 8));
}

}  // namespace reshoot
