// SPDX-License-Identifier: Apache-2.0
#include "provider/wan.h"

#include <fmt/core.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

namespace reshoot {

Result<nlohmann::ordered_json> wan_settings(const Order& order, const ModelTakes& takes) {
  if (order.lines != 720 && order.lines != 1080) {
    return fail(ErrorKind::campaign,
                fmt::format("model '{}' makes 720p and 1080p, not {}p", order.model, order.lines),
                "nothing was sent");
  }
  // The documented range of `seed`.
  if (order.seed > static_cast<std::uint32_t>(std::numeric_limits<std::int32_t>::max())) {
    return fail(
        ErrorKind::campaign,
        fmt::format("model '{}' takes seeds up to 2147483647, not {}", order.model, order.seed),
        "nothing was sent");
  }
  TRY_ASSIGN(const std::int64_t seconds, whole_seconds(order));
  auto settings = nlohmann::ordered_json::object();
  settings["resolution"] = fmt::format("{}P", order.lines);
  if (takes.ratio && order.ratio) {
    settings["ratio"] = order.ratio->text();
  }
  settings["duration"] = seconds;
  settings["prompt_extend"] = false;  // its default lets a language model rewrite the prompt
  settings["watermark"] = false;
  settings["seed"] = order.seed;
  return settings;
}

}  // namespace reshoot
