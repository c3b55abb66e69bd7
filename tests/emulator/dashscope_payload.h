// SPDX-License-Identifier: Apache-2.0
#pragma once
// What DashScope's reference says of the body of a video-synthesis call, by model.

#include "emulator/gmi_payload.h"
#include "emulator/payload.h"

namespace reshoot::emulator {

/// False: no such model, dated snapshots included.
bool is_dashscope_model(std::string_view model);
/// Checks a whole body for one of those. `length_of` says how long an uploaded video plays.
Billable check_dashscope_body(std::string_view model, const nlohmann::json& body,
                              const UrlCheck& check_url,
                              const std::function<Millis(const std::string& url)>& length_of,
                              Problems& problems);

}  // namespace reshoot::emulator
