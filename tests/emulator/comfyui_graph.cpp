// SPDX-License-Identifier: Apache-2.0
#include "emulator/comfyui_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "emulator/payload.h"

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;

/// A class of nodes: its inputs with what each takes, one character each.
struct NodeClass {
  std::string_view name;
  std::string_view inputs;  ///< `name:kind` between single spaces; kinds: t text, n number, l link
};
constexpr std::array<NodeClass, 11> classes{{
    {"UNETLoader", "unet_name:t"},
    {"CLIPLoader", "clip_name:t"},
    {"VAELoader", "vae_name:t"},
    {"CLIPTextEncode", "text:t"},
    {"LoadImage", "image:t"},
    {"WanImageToVideo", "positive:l width:n height:n length:n"},
    {"EmptyHunyuanLatentVideo", "width:n height:n length:n"},
    {"KSampler", "model:l seed:n latent_image:l"},
    {"VAEDecode", "samples:l vae:l"},
    {"CreateVideo", "images:l fps:n"},
    {"SaveVideo", "video:l filename_prefix:t"},
}};
constexpr std::string_view saver = "SaveVideo";
constexpr std::string_view loader = "LoadImage";

const NodeClass* class_of(const Json& node) {
  const std::string name = text_at(node, "class_type");
  const auto* const found = std::find_if(classes.begin(), classes.end(),
                                         [&](const NodeClass& c) { return c.name == name; });
  return found == classes.end() ? nullptr : found;
}

bool is_of_kind(const Json& value, char kind, const Json& graph) {
  switch (kind) {
    case 't':
      return value.is_string();
    case 'n':
      return value.is_number();
    default:
      return value.is_array() && value.size() == 2 && value[0].is_string() &&
             graph.contains(value[0].get<std::string>());
  }
}

Json error_of(std::string_view type, std::string_view message, const std::string& details) {
  return {
      {"type", type}, {"message", message}, {"details", details}, {"extra_info", Json::object()}};
}

/// What is wrong with the inputs of a node; null: nothing.
Json input_error(const Json& node, const NodeClass& known, const Json& graph) {
  std::string_view rest = known.inputs;
  const Json& inputs = node["inputs"];
  while (!rest.empty()) {
    const std::string_view entry = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), entry.size() + 1));
    const std::string name(entry.substr(0, entry.size() - 2));
    if (!inputs.contains(name)) {
      return error_of("required_input_missing", "Required input is missing", name);
    }
    if (!is_of_kind(inputs[name], entry.back(), graph)) {
      return error_of("invalid_input_type", "Failed to convert an input value", name);
    }
  }
  return nullptr;
}

Json node_error(const Json& node, const Json& graph, ObjectStore& objects) {
  const NodeClass& known = *class_of(node);
  if (Json wrong = input_error(node, known, graph); !wrong.is_null()) {
    return wrong;
  }
  if (known.name == loader) {
    const std::string image = text_at(node["inputs"], "image");
    if (objects.find(comfyui_place(image)) == nullptr) {
      return error_of("custom_validation_failed", "Custom validation failed for node",
                      "image - Invalid image file: " + image);
    }
  }
  return nullptr;
}

}  // namespace

std::string comfyui_place(const std::string& name) {
  return "comfyui:" + name;
}

std::optional<GraphRefusal> check_graph(const Json& graph, ObjectStore& objects) {
  for (const Json& node : graph) {
    if (class_of(node) == nullptr || !node.contains("inputs") || !node["inputs"].is_object()) {
      return GraphRefusal{"invalid_prompt", "Cannot execute because a node is not known", "{}"};
    }
  }
  if (saved_clip(graph).node.empty()) {
    return GraphRefusal{"prompt_no_outputs", "Prompt has no outputs", "{}"};
  }
  Json wrong = Json::object();
  for (const auto& [id, node] : graph.items()) {
    if (const Json error = node_error(node, graph, objects); !error.is_null()) {
      wrong[id] = {{"errors", Json::array({error})},
                   {"dependent_outputs", Json::array({saved_clip(graph).node})},
                   {"class_type", text_at(node, "class_type")}};
    }
  }
  if (wrong.empty()) {
    return std::nullopt;
  }
  return GraphRefusal{"prompt_outputs_failed_validation", "Prompt outputs failed validation",
                      wrong.dump()};
}

SavedClip saved_clip(const Json& graph) {
  for (const auto& [id, node] : graph.items()) {
    if (text_at(node, "class_type") == saver) {
      return {id, node.contains("inputs") ? text_at(node["inputs"], "filename_prefix") : ""};
    }
  }
  return {};
}

}  // namespace reshoot::emulator
