// SPDX-License-Identifier: Apache-2.0
#pragma once
// Events on their way to the engine: any thread posts, the engine waits. The one place that waits.

#include <condition_variable>
#include <deque>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/sync.h"
#include "execute/event.h"

namespace reshoot {

class Inbox {
 public:
  void post(Event event);
  /// All events that are there; waits for the first one, at most `at_most` (nullopt: as long as it
  /// takes).
  std::vector<Event> wait(std::optional<Millis> at_most);

 private:
  Synced<std::deque<Event>> events_;
  std::condition_variable arrived_;
};

}  // namespace reshoot
