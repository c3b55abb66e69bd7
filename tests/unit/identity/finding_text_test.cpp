// SPDX-License-Identifier: Apache-2.0
#include "identity/finding_text.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("number_beside: as many digits as tell two numbers apart") {
  CHECK(number_beside(0.312F, 0.55F) == "0.31");
  CHECK(number_beside(0.549F, 0.55F) == "0.549");
  CHECK(number_beside(0.54996F, 0.55F) == "0.54996");
  CHECK(number_beside(0.55F, 0.55F) == "0.55");
  CHECK(number_beside(-0.002F, 0.35F) == "0.00");
  CHECK(number_beside(-0.1F, 0.35F) == "-0.10");
}

TEST_CASE("percent: never more than there is") {
  CHECK(percent(0) == "0 %");
  CHECK(percent(0.001F) == "1 %");
  CHECK(percent(0.899F) == "89 %");
  CHECK(percent(0.9F) == "90 %");
  CHECK(percent(1) == "100 %");
}

TEST_CASE("counted: one and many") {
  CHECK(counted(1, "frame") == "1 frame");
  CHECK(counted(0, "frame") == "0 frames");
  CHECK(seconds_text(2.54) == "2.5 s");
}

}  // namespace reshoot
