// SPDX-License-Identifier: Apache-2.0
// Field names are those of Model Studio's references for Wan 2.7; no other field is sent.

#include "provider/dashscope_request.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "provider/binding.h"
#include "provider/model_takes.h"
#include "provider/wan.h"

namespace reshoot {
namespace {

using Object = nlohmann::ordered_json;

constexpr std::array families{
    ModelTakes{.family = "wan2.7-r2v",
               .images = true,
               .videos = true,
               .voices = true,
               .first_frame = true,
               .ratio = true},
    ModelTakes{.family = "wan2.7-i2v", .first_frame = true, .last_frame = true},
    ModelTakes{.family = "wan2.7-t2v", .ratio = true},
};

Object media(std::string_view type, std::string_view place) {
  Object element = Object::object();
  element["type"] = type;
  element["url"] = place;
  return element;
}

/// References in binding order, then frames, so that no frame shifts the numbers of the images.
Object media_of(const Order& order) {
  Object list = Object::array();
  for (const OrderedCharacter& character : order.cast) {
    std::string_view voice = character.voice_place;
    for (const OrderedReference& reference : character.references) {
      Object element =
          media(reference.is_video ? "reference_video" : "reference_image", reference.place);
      if (const std::string_view sample = std::exchange(voice, {}); !sample.empty()) {
        element["reference_voice"] = sample;
      }
      list.push_back(std::move(element));
    }
  }
  if (!order.first_frame.empty()) {
    list.push_back(media("first_frame", order.first_frame));
  }
  if (!order.last_frame.empty()) {
    list.push_back(media("last_frame", order.last_frame));
  }
  return list;
}

}  // namespace

Result<nlohmann::ordered_json> dashscope_request(const Order& order) {
  TRY_ASSIGN(const ModelTakes takes, takes_of(families, order, "dashscope"));
  TRY_ASSIGN(Object settings, wan_settings(order, takes));
  Object request = Object::object();
  request["model"] = order.model;
  request["input"]["prompt"] = bound_prompt(order, {takes.binds()});
  if (Object list = media_of(order); !list.empty()) {
    request["input"]["media"] = std::move(list);
  }
  request["parameters"] = std::move(settings);
  return request;
}

bool uses_temporary_store(const Order& order) {
  const auto stored = [](std::string_view place) { return place.substr(0, 6) == "oss://"; };
  bool any = stored(order.first_frame) || stored(order.last_frame);
  for (const OrderedCharacter& character : order.cast) {
    any = any || stored(character.voice_place);
    for (const OrderedReference& reference : character.references) {
      any = any || stored(reference.place);
    }
  }
  return any;
}

}  // namespace reshoot
