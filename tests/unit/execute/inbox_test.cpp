// SPDX-License-Identifier: Apache-2.0
// Events of threads and of the network come out of one wait.

#include "execute/inbox.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <thread>
#include <utility>

using namespace reshoot;

namespace {

/// A network whose answers a test lays out. wait() returns where there is something to tell; where
/// it would have to wait, it calls `meanwhile` and expects that to wake it.
struct FakeTransport final : Transport {
  std::vector<NetworkEvent> answers;
  std::vector<Steady> deadlines;
  std::function<void()> meanwhile;
  bool woken = false;

  void start(RequestId, Call) override {}
  void cancel(RequestId) override {}
  std::vector<NetworkEvent> wait(Steady deadline) override {
    deadlines.push_back(deadline);
    if (!woken && answers.empty() && meanwhile) {
      std::exchange(meanwhile, {})();
    }
    woken = false;
    return std::exchange(answers, {});
  }
  void wake() override { woken = true; }
};

Event answer(RequestId id) {
  return NetworkEvent{Broken{id, {ErrorKind::transient, "no answer", {}}, true}};
}

std::string names(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events) {
    const auto* const network = std::get_if<NetworkEvent>(&event);
    const auto* const done = std::get_if<KeepDone>(&event);
    text += text.empty() ? "" : " ";
    text += network != nullptr ? "answer" + std::to_string(std::get<Broken>(*network).id)
            : done != nullptr  ? "kept" + std::to_string(done->take)
                               : "interrupt";
  }
  return text;
}

KeepDone kept(TakeId take) {
  return {take, fail(ErrorKind::environment, "no room")};
}

}  // namespace

TEST_CASE("inbox: what is posted comes out in order, once") {
  Inbox inbox;
  inbox.post(kept(1));
  inbox.post(Interrupted{});
  inbox.post(kept(2));
  CHECK(names(inbox.wait(std::nullopt)) == "kept1 interrupt kept2");
  CHECK(inbox.wait(Millis{0}).empty());
}

TEST_CASE("inbox: a post of another thread ends a wait") {
  Inbox inbox;
  std::thread other([&] { inbox.post(Interrupted{}); });
  CHECK(names(inbox.wait(std::nullopt)) == "interrupt");
  other.join();
}

TEST_CASE("inbox: with a network, waiting is the network's, until the time that was asked for") {
  Inbox inbox;
  ManualClock clock;
  clock.advance(Millis{5'000});
  FakeTransport network;
  inbox.wait_in(network, clock);
  CHECK(inbox.wait(Millis{300}).empty());
  CHECK(inbox.wait(std::nullopt).empty());
  inbox.post(kept(1));
  inbox.wait(Millis{300});  // there is something already
  CHECK(network.deadlines == std::vector{clock.now() + Millis{300}, Steady::max(), clock.now()});
}

TEST_CASE("inbox: with a network, a post wakes the wait that is going on") {
  Inbox inbox;
  ManualClock clock;
  FakeTransport network;
  inbox.wait_in(network, clock);
  network.meanwhile = [&] { inbox.post(kept(7)); };
  CHECK(names(inbox.wait(std::nullopt)) == "kept7");
  CHECK_FALSE(network.woken);
}

TEST_CASE("inbox: what was posted comes before answers that came later") {
  Inbox inbox;
  ManualClock clock;
  FakeTransport network;
  inbox.post(kept(1));  // before there was a network
  inbox.wait_in(network, clock);
  inbox.post(kept(2));
  network.answers = {std::get<NetworkEvent>(answer(5)), std::get<NetworkEvent>(answer(6))};
  CHECK(names(inbox.wait(Millis{0})) == "kept1 kept2 answer5 answer6");
}

TEST_CASE("inbox: without the network again, posts are waited for as before") {
  Inbox inbox;
  ManualClock clock;
  FakeTransport network;
  inbox.wait_in(network, clock);
  inbox.leave_network();
  network.answers = {std::get<NetworkEvent>(answer(5))};
  std::thread other([&] { inbox.post(Interrupted{}); });
  CHECK(names(inbox.wait(std::nullopt)) == "interrupt");
  other.join();
  CHECK(network.deadlines.empty());
  CHECK_FALSE(network.woken);
}
