// SPDX-License-Identifier: Apache-2.0
#include "identity/vectors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace reshoot {

std::uint32_t Vectors::add(std::span<const float> row) {
  if (values.empty()) {
    dimensions = static_cast<std::uint32_t>(row.size());
  }
  CHECK(row.size() == dimensions);
  values.insert(values.end(), row.begin(), row.end());
  return static_cast<std::uint32_t>(count() - 1);
}

float cosine(std::span<const float> a, std::span<const float> b) {
  CHECK(a.size() == b.size());
  // Sums side by side, which a compiler can keep in one register: the order of additions is ours.
  constexpr std::size_t lanes = 16;
  std::array<float, lanes> sums{};
  std::size_t i = 0;
  for (; i + lanes <= a.size(); i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      sums[lane] += a[i + lane] * b[i + lane];
    }
  }
  float sum = std::accumulate(sums.begin(), sums.end(), 0.0F);
  for (; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return std::clamp(sum, -1.0F, 1.0F);
}

bool normalise(std::span<float> row) {
  const double square = std::inner_product(row.begin(), row.end(), row.begin(), 0.0);
  const double length = std::sqrt(square);
  if (!std::isfinite(length) || length <= 0) {
    return false;
  }
  for (float& value : row) {
    value = static_cast<float>(value / length);
  }
  return true;
}

}  // namespace reshoot
