// SPDX-License-Identifier: Apache-2.0
#include "network/transfer_clock.h"

#include <fmt/format.h>

#include <algorithm>

namespace reshoot {
namespace {

std::string in_words(Millis time) {
  constexpr int per_second = 1000;
  return time.count() % per_second == 0 ? fmt::format("{} s", time.count() / per_second)
                                        : fmt::format("{} ms", time.count());
}

}  // namespace

Millis TransferClock::patience() const {
  switch (phase_) {
    case Phase::connecting:
      return deadlines_.connect;
    case Phase::waiting:
      return deadlines_.first_byte;
    case Phase::sending:
    case Phase::receiving:
      return deadlines_.silence;
  }
  return deadlines_.silence;
}

Steady TransferClock::due() const {
  return std::min(last_ + patience(), began_ + deadlines_.total);
}

std::string TransferClock::overdue() const {
  if (began_ + deadlines_.total <= last_ + patience()) {
    return fmt::format("it was not done within {}", in_words(deadlines_.total));
  }
  switch (phase_) {
    case Phase::connecting:
      return fmt::format("no connection within {}", in_words(deadlines_.connect));
    case Phase::sending:
      return fmt::format("it took no byte of the request for {}", in_words(deadlines_.silence));
    case Phase::waiting:
      return fmt::format("no answer within {}", in_words(deadlines_.first_byte));
    case Phase::receiving:
      return fmt::format("it fell silent for {} in the middle of its answer",
                         in_words(deadlines_.silence));
  }
  return {};
}

}  // namespace reshoot
