// SPDX-License-Identifier: Apache-2.0
#pragma once
// The body that ComfyUI is asked with: the workflow with an order in its slots.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "provider/order.h"

namespace reshoot {

/// What every file that we ask for begins with.
constexpr std::string_view comfyui_prefix = "reshoot-";

/// The job's id for a take: its uuid in lower case, as recent servers want it.
std::string comfyui_job(std::string_view take);

/// `{"prompt": graph, "prompt_id": ...}`; `campaign`: the workflow has no place for something of
/// the order, or a place that the order leaves empty.
Result<nlohmann::ordered_json> comfyui_request(const Order& order);

}  // namespace reshoot
