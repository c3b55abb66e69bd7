// SPDX-License-Identifier: Apache-2.0
#include "network/transfer_clock.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace reshoot {

TEST_CASE("TransferClock: each phase has its own patience, and the whole has one") {
  const Deadlines deadlines{Millis(10), Millis(100), Millis(50), Millis(1000)};
  const Steady start{};
  struct Row {
    Phase phase;
    int moved_at;
    int due;
    std::string words;
  };
  for (const Row& row : std::vector<Row>{
           {Phase::connecting, 0, 10, "no connection within 10 ms"},
           {Phase::connecting, 300, 310, "no connection within 10 ms"},
           {Phase::sending, 20, 70, "it took no byte of the request for 50 ms"},
           {Phase::waiting, 20, 120, "no answer within 100 ms"},
           {Phase::receiving, 20, 70, "it fell silent for 50 ms in the middle of its answer"},
           {Phase::receiving, 980, 1000, "it was not done within 1 s"},
           {Phase::waiting, 900, 1000, "it was not done within 1 s"},
       }) {
    CAPTURE(row.words);
    TransferClock clock(deadlines, start);
    CHECK(clock.due() == start + Millis(10));
    clock.moved(row.phase, start + Millis(row.moved_at));
    CHECK(clock.due() == start + Millis(row.due));
    CHECK(clock.overdue() == row.words);
  }
}

}  // namespace reshoot
