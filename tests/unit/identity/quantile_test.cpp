// SPDX-License-Identifier: Apache-2.0
#include "identity/quantile.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("quantile: between the nearest values") {
  CHECK(quantile({}, 0.5) == 0);
  CHECK(quantile({3}, 0.1) == 3);
  CHECK(median({3, 1, 2}) == 2);
  CHECK(median({4, 1, 2, 3}) == 2.5F);
  CHECK(quantile({5, 4, 3, 2, 1}, 0.1) == doctest::Approx(1.4));
  CHECK(quantile({5, 4, 3, 2, 1}, 0) == 1);
  CHECK(quantile({5, 4, 3, 2, 1}, 1) == 5);
}

}  // namespace reshoot
