// SPDX-License-Identifier: Apache-2.0
#pragma once
// What HeyGen's API takes as a video, and what of it is billed.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/clock.h"
#include "emulator/payload.h"

namespace reshoot::emulator {

struct HeygenVideo {
  std::string engine;
  std::string resolution;
  Millis speech{0};  ///< billed: 15 characters a second
};

/// Adds what is wrong with `body` to `problems`; `check_asset` knows the assets that are there.
HeygenVideo check_heygen_body(const nlohmann::json& body, const UrlCheck& check_asset,
                              Problems& problems);

}  // namespace reshoot::emulator
