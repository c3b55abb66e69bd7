// SPDX-License-Identifier: Apache-2.0
// A queue with a condition variable, or with a transport that waits for both.

#include "execute/inbox.h"

#include <iterator>

namespace reshoot {

void Inbox::post(Event event) {
  auto line = line_.lock();
  line->events.push_back(std::move(event));
  if (line->transport != nullptr) {
    line->transport->wake();
  } else {
    arrived_.notify_one();
  }
}

void Inbox::wait_in(Transport& transport, const Clock& clock) {
  line_.lock()->transport = &transport;
  clock_ = &clock;
}

void Inbox::leave_network() {
  line_.lock()->transport = nullptr;
}

void Inbox::take_posted(std::vector<Event>& into) {
  auto line = line_.lock();
  into.insert(into.end(), std::make_move_iterator(line->events.begin()),
              std::make_move_iterator(line->events.end()));
  line->events.clear();
}

std::vector<Event> Inbox::wait(std::optional<Millis> at_most) {
  std::vector<Event> events;
  Transport* const transport = line_.lock()->transport;
  if (transport != nullptr) {
    take_posted(events);
    const Steady now = clock_->now();
    const Steady until = !events.empty() ? now : at_most ? now + *at_most : Steady::max();
    for (NetworkEvent& event : transport->wait(until)) {
      events.emplace_back(std::move(event));
    }
    take_posted(events);
    return events;
  }
  {
    auto line = line_.lock();
    const auto any = [&] { return !line->events.empty(); };
    if (at_most) {
      arrived_.wait_for(line.guard(), *at_most, any);
    } else {
      arrived_.wait(line.guard(), any);
    }
  }
  take_posted(events);
  return events;
}

}  // namespace reshoot
