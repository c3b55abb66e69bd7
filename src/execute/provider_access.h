// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a build reaches those who sell clips.

#include <map>
#include <string>

#include "base/clock.h"
#include "execute/shot_desk.h"
#include "network/transport.h"
#include "provider/adapter.h"

namespace reshoot {

struct ProviderAccess {
  Transport& transport;
  std::map<std::string, Account, std::less<>> accounts;  ///< by provider
  std::map<std::string, AccountLimits> limits;           ///< by provider
  std::uint64_t seed = 0;                                ///< of the jitter
};

}  // namespace reshoot
