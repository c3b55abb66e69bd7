// SPDX-License-Identifier: Apache-2.0
#include "identity/quantile.h"

#include <algorithm>

namespace reshoot {

float quantile(std::vector<float> values, double share) {
  if (values.empty()) {
    return 0;
  }
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(place);
  const auto rest = static_cast<float>(place - static_cast<double>(below));
  const auto at = values.begin() + below;
  std::nth_element(values.begin(), at, values.end());
  if (at + 1 == values.end() || rest <= 0) {
    return *at;
  }
  return *at + rest * (*std::min_element(at + 1, values.end()) - *at);
}

}  // namespace reshoot
