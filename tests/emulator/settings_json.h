// SPDX-License-Identifier: Apache-2.0
#pragma once
// Settings and faults from JSON, as scripts and control calls have them. Times are in milliseconds.

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "emulator/settings.h"

namespace reshoot::emulator {

/// `{"seed": 1, "rules": [{"kind": "throttle", "at": "submit", "probability": 0.1, "calls": [1],
/// "most": 3, "retry_after_ms": 5000, "duration_ms": 1000, "bytes": 10, "status": 503}]}`; all but
/// `kind` may be left out. Errors: `usage`, also for a key or a kind that there is not.
Result<FaultPlan> read_fault_plan(const nlohmann::json& json);

/// Changes what is named and leaves the rest: `{"speed": 60, "seed": 1, "faults": {...}, "gmi":
/// {"accounts": [{"key": "k", "name": "n", "credit_micros": 0}], "limits": {"jobs_out": 0,
/// "jobs_running": 0, "submits_per_minute": 0, "submits_per_hour": 0, "polls_per_second": 0,
/// "retry_after_ms": 0}, "latency_ms": 0, "latency_spread_ms": 0, "latency_of_ms": {"model": 0},
/// "prices": {"model":
/// {"720P": 100000}}, "bills_input_video": false, "result_life_ms": 0}, "dashscope": {...},
/// "heygen": {...}, "comfyui": {...}}`.
Result<void> change_settings(Settings& settings, const nlohmann::json& json);

}  // namespace reshoot::emulator
