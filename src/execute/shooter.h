// SPDX-License-Identifier: Apache-2.0
#pragma once
// Carries out what the shot desk decides: first the ledger, then the network. Decides nothing.

#include <optional>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "execute/shot_desk.h"
#include "network/transport.h"
#include "store/ledger.h"

namespace reshoot {

/// What the shooter tells: jobs that are out, bytes that have come, shots that are over, accounts
/// that refuse.
using ShotNews = std::variant<RecordSubmitted, ShotArrived, ShotEnded, AccountRefused>;

class Shooter {
 public:
  /// The references outlive this. One thread uses it, the one that owns the ledger.
  Shooter(DeskRules rules, Ledger& ledger, Transport& transport, const Clock& clock,
          Objection objection = {});

  /// A new take, or one that an earlier run has left open. Errors: the ledger failed; then nothing
  /// that was to follow has been sent.
  Result<void> add(Shot shot);
  Result<void> on(const NetworkEvent& event);
  Result<void> tick();
  /// As of the desk.
  Result<void> close();
  Result<void> stop();

  /// When tick() has something to do.
  [[nodiscard]] std::optional<Steady> next() const { return desk_.next(clock_.now()); }
  [[nodiscard]] std::size_t open() const { return desk_.open(); }
  /// All since the last call, in order.
  std::vector<ShotNews> take_news();

 private:
  Result<void> carry_out(DeskActions actions);
  Result<void> carry_out(DeskAction& action);
  [[nodiscard]] Moment moment() const { return {clock_.now(), clock_.wall()}; }

  Ledger& ledger_;
  Transport& transport_;
  const Clock& clock_;
  ShotDesk desk_;
  std::vector<ShotNews> news_;
};

}  // namespace reshoot
