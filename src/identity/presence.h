// SPDX-License-Identifier: Apache-2.0
#pragma once
// The figures of one cast member over a clip, from what was seen of it. The same for faces and
// pictures.

#include <cstdint>
#include <span>
#include <vector>

#include "identity/comparison.h"

namespace reshoot {

/// Fewest sightings whose first and last fifth are held against each other, and of such a fifth.
constexpr std::size_t least_for_drift = 6;
constexpr std::size_t least_of_fifth = 3;

/// Fills median, p10, min, coverage, usable, drift and end from the sightings.
void summarise(Presence& presence);

/// Direction of the mean of `rows`, as Presence::mean holds it; empty where it has none.
std::vector<std::int8_t> mean_direction(const std::vector<std::span<const float>>& rows);

}  // namespace reshoot
