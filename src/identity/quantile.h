// SPDX-License-Identifier: Apache-2.0
#pragma once
// Medians and other quantiles of small samples.

#include <utility>
#include <vector>

namespace reshoot {

/// Between the two nearest of the ordered values, linearly; `share` 0 to 1. 0 without values.
float quantile(std::vector<float> values, double share);
inline float median(std::vector<float> values) {
  return quantile(std::move(values), 0.5);
}

}  // namespace reshoot
