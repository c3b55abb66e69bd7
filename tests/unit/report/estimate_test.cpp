// SPDX-License-Identifier: Apache-2.0
// Guesses by a table.

#include "report/estimate.h"

#include <doctest/doctest.h>

#include <array>

using namespace reshoot;

TEST_CASE("time_left: work over jobs, a chain at least, and lines of their own") {
  struct Row {
    WorkLeft clips, segments, cuts;
    int jobs;
    std::int64_t expected;
  };
  const WorkLeft none{};
  const Row rows[] = {
      {none, none, none, 2, 0},
      {{4, Millis{10}, Millis{0}, 0}, none, none, 2, 20},
      {{1, Millis{10}, Millis{4}, 0}, {1, Millis{5}, Millis{0}, 0}, none, 2, 11},
      // At providers, jobs here make nothing faster and nothing slower.
      {{8, Millis{100}, Millis{0}, 4}, none, none, 1, 200},
      {{8, Millis{100}, Millis{0}, 4}, none, none, 64, 200},
      {{2, Millis{100}, Millis{0}, 4}, {2, Millis{5}, Millis{0}, 0}, none, 1, 105},
      {{2, Millis{100}, Millis{150}, 4}, none, none, 1, 50},
  };
  for (const Row& row : rows) {
    CAPTURE(row.expected);
    const std::array<WorkLeft, 3> work{row.clips, row.segments, row.cuts};
    CHECK(time_left(work, row.jobs).count() == row.expected);
  }
}
