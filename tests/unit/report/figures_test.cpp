// SPDX-License-Identifier: Apache-2.0
#include "report/figures.h"

#include <doctest/doctest.h>

#include "report/estimate.h"

namespace reshoot {

TEST_CASE("durations, as text and as on a clock") {
  struct Row {
    int ms;
    const char *text, *clock;
  };
  for (const Row& row :
       {Row{0, "0.0 s", "0:00"}, Row{-5, "0.0 s", "0:00"}, Row{449, "0.4 s", "0:00"},
        Row{9949, "9.9 s", "0:10"}, Row{9950, "10 s", "0:10"}, Row{59'499, "59 s", "0:59"},
        Row{59'500, "1 min 00 s", "1:00"}, Row{187'000, "3 min 07 s", "3:07"},
        Row{3'599'499, "59 min 59 s", "59:59"}, Row{7'500'000, "2 h 05 min", "2:05:00"}}) {
    CAPTURE(row.ms);
    CHECK(duration_text(Millis{row.ms}) == row.text);
    CHECK(clock_text(Millis{row.ms}) == row.clock);
  }
}

TEST_CASE("sizes and counts") {
  CHECK(bytes_text(0) == "0 B");
  CHECK(bytes_text(999) == "999 B");
  CHECK(bytes_text(1000) == "1.0 kB");
  CHECK(bytes_text(999'949) == "999.9 kB");
  CHECK(bytes_text(999'950) == "1.0 MB");
  CHECK(bytes_text(3'249'999) == "3.2 MB");
  CHECK(bytes_text(18'446'744'073'709'551'615U) == "18.4 EB");
  CHECK(count_text(999) == "999");
  CHECK(count_text(1000) == "1,000");
  CHECK(count_text(-1234567) == "-1,234,567");
  CHECK(counted(1, "clip") == "1 clip");
  CHECK(counted(0, "clip") == "0 clips");
  CHECK(joined({"a", "", "b", "c"}) == "a, b and c");
  CHECK(joined({"", "b"}) == "b");
  CHECK(wall_text(Wall{1'700'000'000'000'000'000}) == "2023-11-14 22:13 UTC");
}

TEST_CASE("time_left: all work over the jobs, never less than one step of each kind in a row") {
  struct Row {
    const char* what;
    WorkLeft clips, segments, cuts;
    int jobs;
    int expected;
  };
  const Millis s{1000};
  for (const Row& row : {
           Row{"nothing", {}, {}, {}, 4, 0},
           Row{"one clip is not split over jobs", {1, 90 * s}, {1, s}, {1, 2 * s}, 4, 93},
           Row{"many clips are", {40, 3 * s}, {}, {}, 4, 30},
           Row{"one job does it all", {4, 3 * s}, {4, s}, {1, 2 * s}, 1, 18},
           Row{"what runs has done its part", {2, 10 * s, 12 * s}, {}, {}, 1, 8},
           Row{"one that is late counts as done", {1, 10 * s, 30 * s}, {1, s}, {}, 2, 1},
           Row{"no jobs are one job", {2, s}, {}, {}, 0, 2},
       }) {
    CAPTURE(row.what);
    const WorkLeft kinds[]{row.clips, row.segments, row.cuts};
    CHECK(time_left(kinds, row.jobs) == row.expected * s);
  }
}

}  // namespace reshoot
