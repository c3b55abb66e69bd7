// SPDX-License-Identifier: Apache-2.0
#pragma once
// A user's own ComfyUI workflow: the graph, and where in it an order goes.

#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"

namespace reshoot {

/// An input of one node: written `"6.text"`.
struct WorkflowSlot {
  std::string node;   ///< the node's id in the graph
  std::string input;  ///< the name of its input
  friend bool operator==(const WorkflowSlot&, const WorkflowSlot&) = default;
};

struct Workflow {
  std::string graph;  ///< in API format, as JSON with sorted keys; every slot is an input in it
  Digest content;     ///< of graph and slots

  WorkflowSlot prompt;
  WorkflowSlot seed;
  WorkflowSlot filename_prefix;          ///< of the node that saves the clip
  std::vector<WorkflowSlot> references;  ///< names of pictures, in binding order
  std::optional<WorkflowSlot> first_frame, last_frame;
  std::optional<WorkflowSlot> width, height;  ///< both or none
  std::optional<WorkflowSlot> seconds;
  std::optional<WorkflowSlot> frames, fps;  ///< both or none; not with `seconds`
};

}  // namespace reshoot
