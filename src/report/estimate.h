// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long work will take: a pure guess from counts and durations.

#include <span>

#include "base/clock.h"

namespace reshoot {

/// Steps of one kind that are not done yet.
struct WorkLeft {
  int steps = 0;     ///< those that run now included
  Millis each{0};    ///< the mean measured so far, else what is expected
  Millis credit{0};  ///< time that the running ones have had, at most `each` per step
  int at_once = 0;   ///< in a line of their own, that many side by side; 0: they share the jobs
};

/// Guesses for free steps until the first of their kind has been measured.
constexpr Millis typical_conform{1500};
constexpr Millis typical_cut{2500};

/// Kinds in the order in which they follow each other. All work that shares them over `jobs` (1 or
/// more), but never less than one step of each kind, or its whole line, after the other.
Millis time_left(std::span<const WorkLeft> kinds, int jobs);

}  // namespace reshoot
