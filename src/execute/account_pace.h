// SPDX-License-Identifier: Apache-2.0
#pragma once
// How fast one account may be asked: slots, requests per minute and hour, and what a 429 teaches.
// Pure: time comes in.

#include <deque>
#include <optional>

#include "base/clock.h"
#include "catalog/account_limits.h"
#include "execute/patience.h"

namespace reshoot {

/// A refusal for asking too fast halves what may be out and stops submits for a while; each job
/// that is accepted later gives back a part.
class AccountPace {
 public:
  explicit AccountPace(const AccountLimits& limits);

  /// When the next submit may leave, as far as time decides; nullopt: only when a job has ended.
  [[nodiscard]] std::optional<Steady> next_submit(Steady now) const;
  /// A submit leaves.
  void submitted(Steady now);
  /// The provider has taken a job.
  void accepted();
  /// Too fast: nothing leaves before `until`.
  void throttled(Steady now, Millis pause);
  /// A job that was out is not out any more, whatever came of it; also a submit that failed.
  void ended() { --out_; }

  /// When the next question about a job may leave.
  [[nodiscard]] Steady next_poll() const { return next_poll_; }
  /// A question leaves.
  void polled(Steady now);

  [[nodiscard]] const AccountLimits& limits() const { return limits_; }
  [[nodiscard]] int out() const { return out_; }

 private:
  AccountLimits limits_;
  int out_ = 0;
  double allowed_;  ///< jobs out at a time, as the provider has taught us
  Steady paused_until_{};
  std::deque<Steady> submits_;  ///< within the last hour, where a limit counts them
  Steady next_poll_{};
};

}  // namespace reshoot
