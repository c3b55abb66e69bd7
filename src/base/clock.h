// SPDX-License-Identifier: Apache-2.0
#pragma once
// Time as an interface, so that decisions can be tested without waiting.

#include <chrono>
#include <cstdint>
#include <string>

namespace reshoot {

using Millis = std::chrono::milliseconds;
using Steady = std::chrono::steady_clock::time_point;

/// Nanoseconds since 1970 in UTC: how wall times are kept in the ledger.
struct Wall {
  std::int64_t ns = 0;
  friend auto operator<=>(const Wall&, const Wall&) = default;
  /// `2026-11-20T09:30:00Z`
  [[nodiscard]] std::string iso() const;
};

struct Clock {
  virtual ~Clock() = default;
  [[nodiscard]] virtual Steady now() const = 0;
  [[nodiscard]] virtual Wall wall() const = 0;
};

struct SystemClock final : Clock {
  [[nodiscard]] Steady now() const override;
  [[nodiscard]] Wall wall() const override;
};

/// A clock that moves only when told to.
struct ManualClock final : Clock {
  Steady time;
  Wall wall_time{1'700'000'000'000'000'000};
  void advance(Millis by) {
    time += by;
    wall_time.ns += std::chrono::nanoseconds(by).count();
  }
  [[nodiscard]] Steady now() const override { return time; }
  [[nodiscard]] Wall wall() const override { return wall_time; }
};

}  // namespace reshoot
