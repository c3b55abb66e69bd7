// SPDX-License-Identifier: Apache-2.0
#include "report/estimate.h"

#include <algorithm>

namespace reshoot {

Millis time_left(std::span<const WorkLeft> kinds, int jobs) {
  Millis work{0};
  Millis chain{0};
  for (const WorkLeft& kind : kinds) {
    const Millis left = std::max(Millis{0}, kind.each * kind.steps - kind.credit);
    if (kind.at_once > 0) {
      chain += std::max(std::min(left, kind.each), left / kind.at_once);
    } else {
      work += left;
      chain += std::min(left, kind.each);
    }
  }
  return std::max(work / std::max(jobs, 1), chain);
}

}  // namespace reshoot
