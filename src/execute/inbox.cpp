// SPDX-License-Identifier: Apache-2.0
// A queue with a condition variable.

#include "execute/inbox.h"

#include <iterator>

namespace reshoot {

void Inbox::post(Event event) {
  events_.lock()->push_back(std::move(event));
  arrived_.notify_one();
}

std::vector<Event> Inbox::wait(std::optional<Millis> at_most) {
  auto events = events_.lock();
  const auto any = [&] { return !events->empty(); };
  if (at_most) {
    arrived_.wait_for(events.guard(), *at_most, any);
  } else {
    arrived_.wait(events.guard(), any);
  }
  std::vector<Event> taken(std::make_move_iterator(events->begin()),
                           std::make_move_iterator(events->end()));
  events->clear();
  return taken;
}

}  // namespace reshoot
