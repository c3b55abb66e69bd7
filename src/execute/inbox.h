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
#include "network/transport.h"

namespace reshoot {

class Inbox {
 public:
  /// From any thread.
  void post(Event event);
  /// All events that are there, the network's among them; waits for the first one, at most
  /// `at_most` (nullopt: as long as it takes).
  std::vector<Event> wait(std::optional<Millis> at_most);

  /// From here on waiting is done by `transport`, which a post wakes, in the time of `clock`; both
  /// outlive their use here.
  void wait_in(Transport& transport, const Clock& clock);
  /// Waiting is done without a network again.
  void leave_network();

 private:
  struct Line {
    std::deque<Event> events;
    Transport* transport = nullptr;  ///< woken by a post
  };
  void take_posted(std::vector<Event>& into);

  Synced<Line> line_;
  std::condition_variable arrived_;
  const Clock* clock_ = nullptr;  ///< of the transport; only the engine's thread looks at it
};

}  // namespace reshoot
