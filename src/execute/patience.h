// SPDX-License-Identifier: Apache-2.0
#pragma once
// When to ask a provider again. Pure: time and chance come in as arguments.

#include <optional>
#include <random>

#include "base/clock.h"

namespace reshoot {

using Random = std::mt19937_64;

/// How long until the next question about a job that has been out for `elapsed` and is expected to
/// take `expected`: none before most of that time has passed, then by chance within one interval,
/// then each interval, which is so short that waiting adds some percent; a job that takes long is
/// asked less and less. Never sooner than `shortest`.
Millis poll_delay(Millis elapsed, Millis expected, Millis shortest, Random& random);

/// How long until a request that surely was not acted on is sent again: 5 s, doubled with each
/// `attempt` (from 0) up to two minutes, and up to a quarter more by chance. What the provider
/// asked for is a floor, held to ten minutes.
Millis retry_delay(int attempt, std::optional<Millis> retry_after, Random& random);

}  // namespace reshoot
