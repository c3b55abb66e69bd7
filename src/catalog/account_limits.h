// SPDX-License-Identifier: Apache-2.0
#pragma once
// How fast one account with a provider may be asked.

#include "base/clock.h"

namespace reshoot {

/// What an account allows. 0: no limit is known.
struct AccountLimits {
  int at_once = 4;     ///< jobs out at a time
  int per_minute = 0;  ///< submits
  int per_hour = 0;    ///< submits
  int polls_per_second = 0;
  Millis poll_shortest{5'000};  ///< between two questions about one job
};

}  // namespace reshoot
