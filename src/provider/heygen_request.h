// SPDX-License-Identifier: Apache-2.0
#pragma once
// The body that HeyGen is asked for a video with.

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "provider/order.h"

namespace reshoot {

/// A video of type `avatar` where the character has an avatar id, else of type `image` with its one
/// portrait. `campaign`: it cannot be asked for this.
Result<nlohmann::ordered_json> heygen_request(const Order& order);

}  // namespace reshoot
