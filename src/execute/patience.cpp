// SPDX-License-Identifier: Apache-2.0
// The figures are ours: see the comment at each.

#include "execute/patience.h"

#include <algorithm>

namespace reshoot {
namespace {

// Jobs seldom end sooner than this share of their typical time.
constexpr double begin_asking = 0.8;
// A question each 1/40 of the typical time adds 1/80 of it to the wait, on average.
constexpr int questions_per_latency = 40;
// A job that is late is asked each time another tenth of its age has passed.
constexpr int late_share = 10;

constexpr Millis first_retry{5'000};
constexpr Millis longest_retry{120'000};
constexpr Millis longest_retry_after{600'000};

/// Up to `most` by chance, so that many jobs do not ask at once.
Millis some_of(Millis most, Random& random) {
  if (most.count() <= 0) {
    return Millis{0};
  }
  return Millis{std::uniform_int_distribution<std::int64_t>(0, most.count())(random)};
}

}  // namespace

Millis poll_delay(Millis elapsed, Millis expected, Millis shortest, Random& random) {
  const Millis often = std::max(shortest, expected / questions_per_latency);
  const auto begin = std::chrono::duration_cast<Millis>(expected * begin_asking);
  if (elapsed + often < begin) {
    // Wherever a job ends, half of `often` passes on average until it is asked about; without
    // chance it would be up to all of it, for all jobs alike. Chance comes in once: later questions
    // are `often` apart, also where `expected` has meanwhile become a little longer.
    return std::max(shortest, begin - elapsed) + some_of(often, random);
  }
  return elapsed > expected * 2 ? std::max(often, elapsed / late_share) : often;
}

Millis retry_delay(int attempt, std::optional<Millis> retry_after, Random& random) {
  const int doublings = std::clamp(attempt, 0, 10);
  const Millis grown = std::min(longest_retry, first_retry * (1 << doublings));
  const Millis asked = std::min(longest_retry_after, retry_after.value_or(Millis{0}));
  const Millis delay = std::max(grown, asked);
  return delay + some_of(delay / 4, random);
}

}  // namespace reshoot
