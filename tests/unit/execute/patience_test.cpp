// SPDX-License-Identifier: Apache-2.0
#include "execute/patience.h"

#include <doctest/doctest.h>

#include "execute/account_pace.h"

using namespace reshoot;
using namespace std::chrono_literals;

TEST_CASE("poll_delay: nothing is asked before most of the usual time has passed") {
  Random random(1);
  for (int i = 0; i < 100; ++i) {
    const Millis first = poll_delay(0ms, 100s, 1s, random);
    CHECK(first >= 80s);
    CHECK(first <= 82500ms);
    const Millis resumed = poll_delay(30s, 100s, 10s, random);
    CHECK(resumed >= 50s);
    CHECK(resumed <= 60s);
  }
}

TEST_CASE("poll_delay: then often enough, within the provider's cap, and less for a late job") {
  Random random(1);
  CHECK(poll_delay(90s, 100s, 1s, random) == 2500ms);
  CHECK(poll_delay(90s, 100s, 15s, random) == 15s);
  CHECK(poll_delay(78s, 100s, 10s, random) == 10s);
  CHECK(poll_delay(1000s, 100s, 1s, random) == 100s);
  CHECK(poll_delay(0s, 0s, 5s, random) == 5s);
}

TEST_CASE("poll_delay: jobs that all end at the same age wait half an interval on average") {
  Random random(1);
  for (const Millis end : {85s, 88s, 90s, 95s, 100s, 119s}) {
    CAPTURE(end.count());
    constexpr int jobs = 2000;
    Millis waited{0};
    for (int i = 0; i < jobs; ++i) {
      Millis age{0};
      while (age < end) {
        age += poll_delay(age, 100s, 10s, random);
      }
      waited += age - end;
    }
    CHECK(waited / jobs > 4500ms);
    CHECK(waited / jobs < 5500ms);
  }
}

TEST_CASE("retry_delay: doubles, has an end, and takes Retry-After for a floor") {
  Random random(1);
  const auto held = [&](int attempt, std::optional<Millis> asked, Millis least) {
    const Millis delay = retry_delay(attempt, asked, random);
    CHECK(delay >= least);
    CHECK(delay <= least + least / 4);
  };
  held(0, {}, 5s);
  held(2, {}, 20s);
  held(50, {}, 120s);
  held(0, 30s, 30s);
  held(4, 30s, 80s);
  held(0, 24h, 600s);
}

TEST_CASE("AccountPace: slots, windows, and what a 429 teaches") {
  const Steady begin{};
  AccountPace pace({4, 3, 0, 10, 1s});
  for (int i = 0; i < 3; ++i) {
    REQUIRE(pace.next_submit(begin) == begin);
    pace.submitted(begin);
  }
  CHECK(pace.next_submit(begin) == begin + 1min);  // three a minute
  CHECK(pace.next_submit(begin + 1min) == begin + 1min);
  pace.submitted(begin + 1min);
  CHECK_FALSE(pace.next_submit(begin + 2min));  // four at once
  pace.ended();
  CHECK(pace.next_submit(begin + 2min) == begin + 2min);
  pace.throttled(begin + 2min, 30s);
  CHECK_FALSE(pace.next_submit(begin + 2min));  // two at once now, and three are out
  pace.ended();
  pace.ended();
  CHECK(pace.next_submit(begin + 2min) == begin + 2min + 30s);
  for (int i = 0; i < 10; ++i) {
    pace.accepted();
  }
  pace.submitted(begin + 4min);
  pace.submitted(begin + 4min);
  CHECK(pace.next_submit(begin + 5min));  // it has recovered
}

TEST_CASE("AccountPace: so many questions a second") {
  AccountPace pace({4, 0, 0, 20, 1s});
  const Steady begin{};
  CHECK(pace.next_poll() <= begin);
  pace.polled(begin);
  CHECK(pace.next_poll() == begin + 50ms);
  pace.polled(begin + 1s);
  CHECK(pace.next_poll() == begin + 1050ms);
}
