// SPDX-License-Identifier: Apache-2.0
#include "identity/presence.h"

#include <algorithm>
#include <cmath>

#include "identity/quantile.h"

namespace reshoot {

namespace {

void add_drift(Presence& presence, const std::vector<float>& seen) {
  presence.end = presence.median;
  if (seen.size() < least_for_drift) {
    return;
  }
  const auto fifth = static_cast<std::ptrdiff_t>(std::max(least_of_fifth, seen.size() / 5));
  presence.end = median({seen.end() - fifth, seen.end()});
  presence.drift = median({seen.begin(), seen.begin() + fifth}) - presence.end;
}

}  // namespace

void summarise(Presence& presence) {
  std::vector<float> seen;
  std::size_t covered = 0;
  for (const Sighting& sighting : presence.sightings) {
    covered += sighting.kind == Sighting::Kind::absent ? 0 : 1;
    if (sighting.kind == Sighting::Kind::seen) {
      seen.push_back(sighting.similarity);
    }
  }
  presence.usable = static_cast<int>(seen.size());
  if (covered > 0) {
    presence.coverage = static_cast<float>(covered) / static_cast<float>(presence.sightings.size());
  }
  if (!seen.empty()) {
    presence.median = median(seen);
    presence.p10 = quantile(seen, 0.1);
    presence.min = *std::min_element(seen.begin(), seen.end());
    add_drift(presence, seen);
  }
}

std::vector<std::int8_t> mean_direction(const std::vector<std::span<const float>>& rows) {
  std::vector<float> sum(rows.empty() ? 0 : rows.front().size());
  for (const std::span<const float> row : rows) {
    std::transform(sum.begin(), sum.end(), row.begin(), sum.begin(), std::plus<>());
  }
  float largest = 0;
  for (const float part : sum) {
    largest = std::max(largest, std::abs(part));
  }
  std::vector<std::int8_t> steps;
  if (largest > 0) {
    steps.reserve(sum.size());
    for (const float part : sum) {
      steps.push_back(static_cast<std::int8_t>(std::lround(part / largest * 127)));
    }
  }
  return steps;
}

}  // namespace reshoot
