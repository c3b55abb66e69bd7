// SPDX-License-Identifier: Apache-2.0
#pragma once
// The settings that the Wan 2.7 models take, whoever sells them.

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "provider/model_takes.h"
#include "provider/order.h"

namespace reshoot {

/// resolution, ratio, duration, prompt_extend, watermark, seed: all sent, so that no default of the
/// provider decides. `campaign`: a value that the models do not take.
Result<nlohmann::ordered_json> wan_settings(const Order& order, const ModelTakes& takes);

}  // namespace reshoot
