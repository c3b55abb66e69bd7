// SPDX-License-Identifier: Apache-2.0
#include "identity/vectors.h"

#include <doctest/doctest.h>

#include <limits>
#include <vector>

namespace reshoot {

TEST_CASE("cosine: all lengths, and never beyond 1") {
  for (std::size_t length = 1; length < 40; ++length) {
    CAPTURE(length);
    std::vector<float> a(length, 1);
    std::vector<float> b(length, 1);
    b[length - 1] = -1;
    REQUIRE(normalise(a));
    REQUIRE(normalise(b));
    CHECK(cosine(a, a) <= 1);
    CHECK(cosine(a, a) == doctest::Approx(1));
    const auto n = static_cast<double>(length);
    CHECK(cosine(a, b) == doctest::Approx((n - 2) / n));
  }
}

TEST_CASE("normalise: what has no direction is refused") {
  std::vector<float> zero(4);
  CHECK_FALSE(normalise(zero));
  std::vector<float> broken{1, std::numeric_limits<float>::quiet_NaN()};
  CHECK_FALSE(normalise(broken));
  std::vector<float> endless{std::numeric_limits<float>::infinity(), 1};
  CHECK_FALSE(normalise(endless));
}

TEST_CASE("Vectors: rows of the first one's length") {
  Vectors vectors;
  CHECK(vectors.count() == 0);
  CHECK(vectors.add(std::vector<float>{1, 0}) == 0);
  CHECK(vectors.add(std::vector<float>{0, 1}) == 1);
  CHECK(vectors.count() == 2);
  CHECK(vectors.row(1)[1] == 1);
}

}  // namespace reshoot
