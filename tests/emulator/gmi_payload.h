// SPDX-License-Identifier: Apache-2.0
#pragma once
// What GMI's model pages say of each model's payload, and for how many seconds of what it bills.

#include <functional>

#include "emulator/payload.h"

namespace reshoot::emulator {

/// What a request is billed by.
struct Billable {
  std::string resolution;  ///< the provider's word
  Millis output{0};
  Millis input_video{0};  ///< of reference videos
};

/// False: no such model.
bool is_gmi_model(std::string_view model);
/// Checks the payload of one of those. `length_of` says how long an uploaded video plays.
Billable check_gmi_payload(std::string_view model, const nlohmann::json& payload,
                           const UrlCheck& check_url,
                           const std::function<Millis(const std::string& url)>& length_of,
                           Problems& problems);

}  // namespace reshoot::emulator
