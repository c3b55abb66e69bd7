// SPDX-License-Identifier: Apache-2.0
// Field names are those of the models' pages at docs.gmicloud.ai, model-quickstarts/video; no other
// field is sent.

#include "provider/gmi_payload.h"

#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>

#include "provider/binding.h"
#include "provider/model_takes.h"
#include "provider/wan.h"

namespace reshoot {
namespace {

using Object = nlohmann::ordered_json;

constexpr std::string_view veo = "veo-3.1";

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

}  // namespace

Result<nlohmann::ordered_json> gmi_request(const Order& order) {
  TRY_ASSIGN(const ModelTakes takes, takes_of(families, order, "gmi"));
  const bool is_veo = takes.family.substr(0, veo.size()) == veo;
  TRY_ASSIGN(Object payload, is_veo ? veo_payload(order, takes) : wan_payload(order, takes));
  Object request = Object::object();
  request["model"] = order.model;
  request["payload"] = std::move(payload);
  return request;
}

}  // namespace reshoot
