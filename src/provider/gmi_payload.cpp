// SPDX-License-Identifier: Apache-2.0
// Field names are those of the models' pages at docs.gmicloud.ai, model-quickstarts/video; no other
// field is sent.

#include "provider/gmi_payload.h"

#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>

#include "provider/binding.h"
#include "provider/model_takes.h"
#include "provider/talking_head.h"
#include "provider/wan.h"

namespace reshoot {
namespace {

using Object = nlohmann::ordered_json;

constexpr std::string_view veo = "veo-3.1";
constexpr std::string_view heygen = "heygen-avatar-4";

// No voices: none of the pages has a field for a sample.
constexpr std::array families{
    ModelTakes{
        .family = "wan2.7-r2v", .images = true, .videos = true, .first_frame = true, .ratio = true},
    ModelTakes{.family = "wan2.7-i2v", .first_frame = true, .last_frame = true},
    ModelTakes{.family = "wan2.7-t2v", .ratio = true},
    ModelTakes{
        .family = "veo-3.1-fast-generate", .first_frame = true, .last_frame = true, .ratio = true},
    ModelTakes{.family = "veo-3.1-generate",
               .images = true,
               .first_frame = true,
               .last_frame = true,
               .ratio = true,
               .frames_replace_cast = true},
    ModelTakes{.family = heygen, .ratio = true},
};

/// The places of all references of one sort, in binding order.
Object places_of(const Order& order, bool videos) {
  Object places = Object::array();
  for (const OrderedCharacter& character : order.cast) {
    for (const OrderedReference& reference : character.references) {
      if (reference.is_video == videos) {
        places.push_back(reference.place);
      }
    }
  }
  return places;
}

/// Sets a field where there is something to set it to.
void put(Object& payload, const char* field, Object value) {
  const bool nothing = value.is_string() ? value == "" : value.empty();
  if (!nothing) {
    payload[field] = std::move(value);
  }
}

Result<Object> wan_payload(const Order& order, const ModelTakes& takes) {
  TRY_ASSIGN(const Object settings, wan_settings(order, takes));
  Object payload = Object::object();
  put(payload, "prompt", bound_prompt(order, {takes.binds()}));
  // The page says first_frame; one public client sends img_url to i2v instead.
  put(payload, "first_frame", order.first_frame);
  put(payload, "last_frame", order.last_frame);
  put(payload, "reference_image", places_of(order, false));
  put(payload, "reference_video", places_of(order, true));
  payload.update(settings);
  return payload;
}

Result<std::string> veo_resolution(const Order& order) {
  switch (order.lines) {
    case 720:
      return "720p";
    case 1080:
      return "1080p";
    case 2160:
      return "4K";
    default:
      return fail(
          ErrorKind::campaign,
          fmt::format("model '{}' makes 720p, 1080p and 2160p, not {}p", order.model, order.lines),
          "nothing was sent");
  }
}

Result<Object> veo_payload(const Order& order, const ModelTakes& takes) {
  TRY_ASSIGN(const std::int64_t seconds, whole_seconds(order));
  TRY_ASSIGN(const std::string resolution, veo_resolution(order));
  Object payload = Object::object();
  put(payload, "prompt", bound_prompt(order, {takes.binds()}));
  put(payload, "image", order.first_frame);
  put(payload, "lastFrame", order.last_frame);
  put(payload, "reference_image", places_of(order, false));
  payload["durationSeconds"] = seconds;
  put(payload, "aspectRatio", order.ratio ? order.ratio->text() : std::string());
  payload["generateAudio"] = true;
  payload["resolution"] = resolution;
  payload["seed"] = order.seed;
  return payload;
}

/// No field of this one takes a prompt: what is said is all that can be asked for.
Result<Object> heygen_payload(const Order& order) {
  TRY_ASSIGN(const TalkingHead head, talking_head_of(order));
  if (!head.motion.empty() || head.who->avatar_id.empty() || !order.ratio) {
    return fail(ErrorKind::campaign,
                fmt::format("model '{}' at gmi needs the id of an avatar and a ratio, and takes no "
                            "prompt",
                            order.model),
                "nothing was sent");
  }
  const Size size = size_of(order.lines, *order.ratio);
  const Object who{
      {"type", "avatar"}, {"avatar_id", head.who->avatar_id}, {"avatar_style", "normal"}};
  const Object voice{
      {"type", "text"}, {"input_text", head.script}, {"voice_id", head.who->voice_id}};
  Object input = Object::object();
  input["character"] = who;
  input["voice"] = voice;
  Object payload = Object::object();
  payload["video_inputs"] = Object::array({std::move(input)});
  payload["dimension"] = {{"width", size.width}, {"height", size.height}};
  payload["caption"] = false;
  payload["title"] = order.take;
  return payload;
}

Result<Object> payload_of(const Order& order, const ModelTakes& takes) {
  if (takes.family == heygen) {
    return heygen_payload(order);
  }
  return takes.family.substr(0, veo.size()) == veo ? veo_payload(order, takes)
                                                   : wan_payload(order, takes);
}

}  // namespace

Result<nlohmann::ordered_json> gmi_request(const Order& order) {
  TRY_ASSIGN(const ModelTakes takes, takes_of(families, order, "gmi"));
  TRY_ASSIGN(Object payload, payload_of(order, takes));
  Object request = Object::object();
  request["model"] = order.model;
  request["payload"] = std::move(payload);
  return request;
}

}  // namespace reshoot
