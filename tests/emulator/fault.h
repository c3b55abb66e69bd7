// SPDX-License-Identifier: Apache-2.0
#pragma once
// What goes wrong, and when: by chance of a seed, by the number of the call, or both.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace reshoot::emulator {

/// What a call asks for, whichever provider's.
enum class Operation { submit, poll, list, cancel, models, ticket, upload, download };
constexpr std::size_t operation_count = 8;
std::string_view name_of(Operation operation);
std::optional<Operation> find_operation(std::string_view name);

enum class FaultKind {
  no_connection,        ///< refused before a byte is sent
  throttle,             ///< 429; `retry_after` where given
  server_error_before,  ///< `status`, and nothing was done
  server_error_after,   ///< `status`, and it was done
  upstream_refusal,     ///< 500 that tells of a refusal further up; nothing was done
  no_answer_before,     ///< closed without a byte, and nothing was done
  no_answer_after,      ///< closed without a byte, and it was done
  hang,                 ///< done, and neither an answer nor an end comes
  slow_start,           ///< `duration` before the first byte
  drip,                 ///< `bytes` per second
  reset,                ///< RST after `bytes` of the body, or half of it
  stall,                ///< silence after `bytes` of the body, or half of it
  truncate,             ///< closed after `bytes` of the body, or half of it
  shorten,              ///< half of the body under a Content-Length that fits it
  corrupt,              ///< bytes in the middle are others
  wrong_length,         ///< Content-Length says `bytes` more than there are
  garbage,              ///< a body that is no JSON
  refuse_content,       ///< at creation, for what it shows
  refuse_later,         ///< accepted, and then failed for what it shows
  rate_limit_later,     ///< accepted, and then failed with `rate limit exceeded(RPM)`
  fail_later,           ///< accepted, and then failed for no reason that is told
  no_result,            ///< done, without a URL
  unknown_status,       ///< a word that no documentation has
  outage,               ///< polls answer `status` for `duration`
  list_repeats,         ///< a page begins with what the page before ended with
  list_lags,            ///< the job is in no list for `duration`
  clock_skew,           ///< the job's times are off by `duration`
  expired_url,          ///< a result's URL is refused as expired
  restart,              ///< ComfyUI is started anew: queue and history are empty, files stay
};
std::string_view name_of(FaultKind kind);
std::optional<FaultKind> find_fault(std::string_view name);

/// One fault and its occasions: those calls, or else each call by chance.
struct FaultRule {
  FaultKind kind = FaultKind::throttle;
  std::optional<Operation> at;         ///< nullopt: where that kind belongs
  double probability = 0;              ///< 0 to 1
  std::vector<std::uint64_t> calls;    ///< numbers of calls of that operation, from 1
  std::uint64_t most = UINT64_MAX;     ///< so often at most
  std::optional<Millis> retry_after;   ///< of `throttle`; sent in whole seconds
  Millis duration{30'000};             ///< before the emulator's speed is applied
  std::optional<std::uint64_t> bytes;  ///< as the kind says
  int status = 503;
};

struct FaultPlan {
  std::uint64_t seed = 1;
  std::vector<FaultRule> rules;
};

/// The faults of one call.
class FaultDraw {
 public:
  void add(const FaultRule& rule) { rules_.push_back(rule); }
  /// nullptr: not this one.
  [[nodiscard]] const FaultRule* find(FaultKind kind) const;
  [[nodiscard]] bool has(FaultKind kind) const { return find(kind) != nullptr; }

 private:
  std::vector<FaultRule> rules_;
};

/// Counts calls and says which faults each has.
class FaultDice {
 public:
  explicit FaultDice(FaultPlan plan);
  FaultDraw draw(Operation operation);
  [[nodiscard]] std::uint64_t calls(Operation operation) const;

 private:
  FaultPlan plan_;
  std::array<std::uint64_t, operation_count> calls_{};
  std::vector<std::uint64_t> used_;
};

}  // namespace reshoot::emulator
