// SPDX-License-Identifier: Apache-2.0
#pragma once
// What ComfyUI tells of a job that is over, and of a workflow that it does not take.

#include <string>

#include "provider/adapter.h"
#include "provider/json_reading.h"

namespace reshoot {

/// `entry`: of a history, by the job's id.
JobState comfyui_state(const Json& entry);

/// The first node that is wrong and why, as `node 3 (KSampler): ...`; empty: none is named.
std::string comfyui_node_errors(const Json& node_errors);

}  // namespace reshoot
