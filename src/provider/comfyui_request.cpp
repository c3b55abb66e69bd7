// SPDX-License-Identifier: Apache-2.0
#include "provider/comfyui_request.h"

#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "provider/binding.h"
#include "provider/words.h"

namespace reshoot {
namespace {

using Object = nlohmann::ordered_json;

/// Models of pictures work on blocks of this many pixels.
constexpr std::int32_t block = 8;

std::int32_t in_blocks(std::int32_t pixels) {
  return (pixels + block / 2) / block * block;
}

std::vector<std::string> places_of(const Order& order) {
  std::vector<std::string> places;
  for (const OrderedCharacter& character : order.cast) {
    for (const OrderedReference& reference : character.references) {
      places.push_back(reference.place);
    }
  }
  return places;
}

bool has_unknown_input(const Order& order) {
  for (const OrderedCharacter& character : order.cast) {
    if (!character.voice_place.empty()) {
      return true;
    }
    for (const OrderedReference& reference : character.references) {
      if (reference.is_video) {
        return true;
      }
    }
  }
  return false;
}

/// What of the order has no place in the workflow, or the other way round; empty: all fits.
std::string misfit_of(const Order& order, const Workflow& workflow) {
  struct Pair {
    std::string_view name;
    bool given;
    bool has_slot;
  };
  const std::size_t references = places_of(order).size();
  if (has_unknown_input(order)) {
    return "reference videos and voice samples have no place in it";
  }
  if (references != workflow.references.size()) {
    return fmt::format("it has places for {} references, and the clip binds {}",
                       workflow.references.size(), references);
  }
  const std::array pairs{
      Pair{"a first frame", !order.first_frame.empty(), workflow.first_frame.has_value()},
      Pair{"a last frame", !order.last_frame.empty(), workflow.last_frame.has_value()},
      Pair{"a ratio", order.ratio.has_value(), workflow.width.has_value()},
      Pair{"a frame rate", order.fps.has_value(), workflow.frames.has_value()}};
  for (const Pair& pair : pairs) {
    if (pair.given != pair.has_slot) {
      return pair.given ? fmt::format("{} has no place in it", pair.name)
                        : fmt::format("it needs {}", pair.name);
    }
  }
  return {};
}

/// Puts values into inputs of nodes.
class Slots {
 public:
  explicit Slots(Object& graph) : graph_(graph) {}
  void put(const WorkflowSlot& slot, Object value) {
    graph_[slot.node]["inputs"][slot.input] = std::move(value);
  }
  void put(const std::optional<WorkflowSlot>& slot, Object value) {
    if (slot) {
      put(*slot, std::move(value));
    }
  }

 private:
  Object& graph_;
};

/// A whole number where it is one: many inputs take no other.
Object number(std::int64_t numerator, std::int64_t denominator) {
  if (numerator % denominator == 0) {
    return numerator / denominator;
  }
  return static_cast<double>(numerator) / static_cast<double>(denominator);
}

void fill(Object& graph, const Order& order, const Workflow& workflow) {
  Slots slots(graph);
  slots.put(workflow.prompt, bound_prompt(order, {false}));
  slots.put(workflow.seed, order.seed);
  // Also keeps the server from answering with the files of an earlier, equal run.
  slots.put(workflow.filename_prefix, fmt::format("{}{}", comfyui_prefix, comfyui_job(order.take)));
  const std::vector<std::string> places = places_of(order);
  for (std::size_t i = 0; i < places.size(); ++i) {
    slots.put(workflow.references[i], places[i]);
  }
  slots.put(workflow.first_frame, order.first_frame);
  slots.put(workflow.last_frame, order.last_frame);
  if (order.ratio) {
    const Size size = size_of(order.lines, *order.ratio);
    slots.put(workflow.width, in_blocks(size.width));
    slots.put(workflow.height, in_blocks(size.height));
  }
  slots.put(workflow.seconds, number(order.seconds.millis, 1000));
  if (order.fps) {
    slots.put(workflow.frames, order.seconds.frames(*order.fps));
    slots.put(workflow.fps, number(order.fps->num, order.fps->den));
  }
}

}  // namespace

std::string comfyui_job(std::string_view take) {
  return lower_case(take);
}

Result<nlohmann::ordered_json> comfyui_request(const Order& order) {
  if (order.workflow == nullptr) {
    return fail(ErrorKind::campaign,
                fmt::format("model '{}' at comfyui names no workflow", order.model),
                "give its row under models/ a 'workflow' and 'slots'");
  }
  if (const std::string misfit = misfit_of(order, *order.workflow); !misfit.empty()) {
    return fail(
        ErrorKind::campaign,
        fmt::format("the workflow of model '{}' cannot make the clip: {}", order.model, misfit),
        "nothing was sent");
  }
  Object body = Object::object();
  body["prompt"] = Object::parse(order.workflow->graph);
  fill(body["prompt"], order, *order.workflow);
  body["prompt_id"] = comfyui_job(order.take);
  return body;
}

}  // namespace reshoot
