// SPDX-License-Identifier: Apache-2.0
#pragma once
// The little that the emulated ComfyUI knows of graphs: some node classes, and what is wrong with a
// prompt.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "emulator/object_store.h"

namespace reshoot::emulator {

/// Why a prompt is refused, as ComfyUI says it.
struct GraphRefusal {
  std::string type;
  std::string message;
  std::string node_errors;  ///< a JSON object
};

/// nullopt: it can run. Pictures are looked for among `objects`.
std::optional<GraphRefusal> check_graph(const nlohmann::json& graph, ObjectStore& objects);

/// Where the store has the picture that nodes name so.
std::string comfyui_place(const std::string& name);

/// The id of the node that saves a clip, and what its file's name begins with.
struct SavedClip {
  std::string node;
  std::string prefix;
};
SavedClip saved_clip(const nlohmann::json& graph);

}  // namespace reshoot::emulator
