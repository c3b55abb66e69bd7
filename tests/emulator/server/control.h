// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a test asks of the emulator itself, below `/__emulator/`.

#include "emulator/cloud.h"
#include "emulator/server/scripted_results.h"

namespace reshoot::emulator {

constexpr std::string_view control_path = "/__emulator/";

/// GET `bill`, `jobs`, `violations`, `double_submits`, `calls`, `state` (all of them); POST
/// `faults` and `settings` (JSON as in settings_json.h) and `results` (as in scripted_results.h).
/// 404: none of these; 400: the JSON is wrong, and nothing was changed.
Delivery control(EmulatedCloud& cloud, ScriptedResults& results, const EmulatedRequest& request);

}  // namespace reshoot::emulator
