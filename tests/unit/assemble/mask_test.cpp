// SPDX-License-Identifier: Apache-2.0
#include "assemble/mask.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

namespace reshoot {
namespace {

double sum_of(const Mask& mask) {
  return std::accumulate(mask.px.begin(), mask.px.end(), 0.0);
}

}  // namespace

TEST_CASE("rounded_box and ellipse cover the area that geometry says") {
  CHECK(sum_of(rounded_box(40, 30, 0)) == 40 * 30 * 255);
  const double corners = (4 - 3.14159265) * 10 * 10;
  CHECK(sum_of(rounded_box(60, 50, 10)) / 255 == doctest::Approx(3000 - corners).epsilon(0.003));
  CHECK(sum_of(ellipse(60, 60)) / 255 == doctest::Approx(3.14159265 * 900).epsilon(0.01));
  CHECK(rounded_box(60, 50, 10).px.front() == 0);
}

TEST_CASE("blurred: spreads light without making or losing any") {
  const Mask sharp = rounded_box(30, 30, 0);
  const Mask soft = blurred(sharp, 6);
  CHECK(soft.width == 30 + 36);
  CHECK(soft.height == 30 + 36);
  CHECK(sum_of(soft) == doctest::Approx(sum_of(sharp)).epsilon(0.02));
  CHECK(soft.px.front() == 0);
}

}  // namespace reshoot
