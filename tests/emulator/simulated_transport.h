// SPDX-License-Identifier: Apache-2.0
#pragma once
// The network of a simulation: requests go to an emulated cloud, and time is a clock that wait()
// moves. Answers are read as the real transport reads them.

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "emulator/cloud.h"
#include "network/transport.h"

namespace reshoot::emulator {

class SimulatedTransport final : public Transport {
 public:
  /// Both outlive this. Cloud and clock may pass from one transport to the next, as after a crash.
  SimulatedTransport(EmulatedCloud& cloud, ManualClock& clock) : cloud_(cloud), clock_(clock) {}

  /// The cloud acts at once; its answer comes later.
  void start(RequestId id, Call call) override;
  void cancel(RequestId id) override;
  /// Moves the clock to the next event, or to `deadline`, and never sleeps; only where there is
  /// neither (Steady::max()) or `busy` says so, it waits for wake().
  std::vector<NetworkEvent> wait(Steady deadline) override;
  void wake() override;

  /// From the start of a request to the first byte of an answer that does not tarry.
  Millis way{20};
  /// Whether other threads have work whose end will call wake(): time stands still meanwhile.
  std::function<bool()> busy;

 private:
  enum class End { whole, refused, reset, overdue, unknown_host, unreadable_file, cancelled };
  struct Flight {
    RequestId id = 0;
    Call call;
    Delivery delivery;
    End end = End::whole;
  };

  void land(Millis after, Flight flight);
  [[nodiscard]] std::optional<EmulatedRequest> request_of(const HttpRequest& request) const;
  /// How, and after what time, that answer ends for the client.
  [[nodiscard]] std::pair<Millis, End> fate_of(const Delivery& delivery,
                                               const Deadlines& deadlines) const;
  std::vector<NetworkEvent> take_due();
  static NetworkEvent event_of(const Flight& flight);

  EmulatedCloud& cloud_;
  ManualClock& clock_;
  std::multimap<Steady, Flight> flights_;  ///< by the time at which each ends
  std::mutex mutex_;
  std::condition_variable woken_condition_;
  bool woken_ = false;
};

}  // namespace reshoot::emulator
