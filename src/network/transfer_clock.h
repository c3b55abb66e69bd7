// SPDX-License-Identifier: Apache-2.0
#pragma once
// The deadlines of one request: which one runs now, and when it is over. Pure.

#include <string>

#include "base/clock.h"
#include "network/transport.h"

namespace reshoot {

/// How far a request has come.
enum class Phase : std::uint8_t {
  connecting,  ///< nothing of it has left
  sending,     ///< its body is on its way
  waiting,     ///< all of it has left
  receiving,   ///< an answer is coming
};

class TransferClock {
 public:
  TransferClock(const Deadlines& deadlines, Steady now)
      : deadlines_(deadlines), began_(now), last_(now) {}

  /// Something moved, and this is where it stands now.
  void moved(Phase phase, Steady now) {
    phase_ = phase;
    last_ = now;
  }
  [[nodiscard]] Phase phase() const { return phase_; }
  /// When time is up, unless something moves.
  [[nodiscard]] Steady due() const;
  /// What did not happen in time: `no connection within 10 s`.
  [[nodiscard]] std::string overdue() const;

 private:
  [[nodiscard]] Millis patience() const;
  Deadlines deadlines_;
  Steady began_;
  Steady last_;
  Phase phase_ = Phase::connecting;
};

}  // namespace reshoot
