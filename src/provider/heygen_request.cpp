// SPDX-License-Identifier: Apache-2.0
// Field names are those of HeyGen's published command line tool, which is generated from the API's
// description (read 2026-11); unknown fields are refused there, and none is sent.

#include "provider/heygen_request.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "provider/talking_head.h"

namespace reshoot {
namespace {

using Object = nlohmann::ordered_json;

/// Our models, and the engine that makes each.
struct Engine {
  std::string_view model;
  std::string_view type;
};
constexpr std::array engines{Engine{"heygen-avatar-4", "avatar_iv"}};

constexpr std::array ratios{Ratio{16, 9}, Ratio{9, 16}, Ratio{4, 5}, Ratio{5, 4}, Ratio{1, 1}};

tl::unexpected<Error> cannot(const Order& order, std::string_view what) {
  return fail(ErrorKind::campaign, fmt::format("model '{}' at heygen {}", order.model, what),
              "nothing was sent");
}

Result<std::string_view> engine_of(const Order& order) {
  const auto* const found = std::find_if(engines.begin(), engines.end(), [&](const Engine& engine) {
    return engine.model == order.model;
  });
  if (found == engines.end()) {
    return cannot(order, "is not known here");
  }
  return found->type;
}

Result<std::string_view> resolution_of(const Order& order) {
  switch (order.lines) {
    case 720:
      return "720p";
    case 1080:
      return "1080p";
    case 2160:
      return "4k";
    default:
      return cannot(order, fmt::format("makes 720p, 1080p and 2160p, not {}p", order.lines));
  }
}

Result<std::string> ratio_of(const Order& order) {
  if (!order.ratio || std::find(ratios.begin(), ratios.end(), *order.ratio) == ratios.end()) {
    return cannot(order, "makes 16:9, 9:16, 4:5, 5:4 and 1:1");
  }
  return order.ratio->text();
}

/// Who is seen.
Result<Object> looks_of(const Order& order, const OrderedCharacter& who) {
  Object looks = Object::object();
  if (!who.avatar_id.empty() == !who.references.empty() || who.references.size() > 1) {
    return cannot(order, "shows one avatar or one portrait");
  }
  if (!who.avatar_id.empty()) {
    looks["type"] = "avatar";
    looks["avatar_id"] = who.avatar_id;
  } else {
    looks["type"] = "image";
    looks["image"] = {{"type", "asset_id"}, {"asset_id", who.references.front().place}};
  }
  return looks;
}

}  // namespace

Result<nlohmann::ordered_json> heygen_request(const Order& order) {
  TRY_ASSIGN(const std::string_view engine, engine_of(order));
  TRY_ASSIGN(const TalkingHead head, talking_head_of(order));
  TRY_ASSIGN(const std::string_view resolution, resolution_of(order));
  TRY_ASSIGN(const std::string ratio, ratio_of(order));
  TRY_ASSIGN(Object body, looks_of(order, *head.who));
  body["script"] = head.script;
  body["voice_id"] = head.who->voice_id;
  if (!head.motion.empty()) {
    body["motion_prompt"] = head.motion;
  }
  body["resolution"] = resolution;
  body["aspect_ratio"] = ratio;
  body["engine"] = {{"type", engine}};  // the price hangs on it
  body["output_format"] = "mp4";
  body["title"] = order.take;
  return body;
}

}  // namespace reshoot
