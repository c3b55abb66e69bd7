// SPDX-License-Identifier: Apache-2.0
#pragma once
// What GMI Cloud's video models are asked with: flat payloads with fields of their own.

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "provider/order.h"

namespace reshoot {

/// `{"model": ..., "payload": {...}}`; `campaign`: the model cannot be asked for this.
Result<nlohmann::ordered_json> gmi_request(const Order& order);

}  // namespace reshoot
