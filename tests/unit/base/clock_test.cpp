// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("Wall::iso: UTC to the second") {
  CHECK(Wall{0}.iso() == "1970-01-01T00:00:00Z");
  CHECK(Wall{1'700'000'000'999'999'999}.iso() == "2023-11-14T22:13:20Z");
}

TEST_CASE("ManualClock: both times move together, and only when told to") {
  ManualClock clock;
  const Steady steady = clock.now();
  const Wall wall = clock.wall();
  CHECK(clock.now() == steady);
  clock.advance(Millis(1500));
  CHECK(clock.now() - steady == Millis(1500));
  CHECK(clock.wall().ns - wall.ns == 1'500'000'000);
}

TEST_CASE("SystemClock: steady time does not go back, wall time is after this was written") {
  const SystemClock clock;
  const Steady before = clock.now();
  CHECK(clock.now() >= before);
  CHECK(clock.wall() > Wall{1'600'000'000'000'000'000});
}

}  // namespace reshoot
