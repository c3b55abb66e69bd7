// SPDX-License-Identifier: Apache-2.0
#pragma once
// What DashScope's Wan 2.7 models are asked with: input, media and parameters.

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "provider/order.h"

namespace reshoot {

/// `{"model": ..., "input": {...}, "parameters": {...}}`; `campaign`: the model cannot be asked for
/// this.
Result<nlohmann::ordered_json> dashscope_request(const Order& order);

/// A place of the order is in the temporary store, which needs a header of its own.
bool uses_temporary_store(const Order& order);

}  // namespace reshoot
