// SPDX-License-Identifier: Apache-2.0
// The graph is the user's file: it has to be what it says, but a broken one must hurt nobody.

#include "catalog/workflow_row.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Slot = SlotsRow::Slot;

constexpr std::uint64_t graph_cap = 4U << 20U;
constexpr int deepest = 32;

bool is_below(const fs::path& folder, const fs::path& path) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
         folder.end();
}

/// null: it is no JSON, or it nests deeper than any graph does.
Json parse(const std::string& text) {
  bool is_too_deep = false;
  const auto look = [&](int depth, Json::parse_event_t, Json&) {
    is_too_deep = is_too_deep || depth > deepest;
    return !is_too_deep;
  };
  Json json = Json::parse(text, look, false);
  return is_too_deep || json.is_discarded() ? Json() : json;
}

bool is_node(const Json& node) {
  return node.is_object() && node.contains("class_type") && node["class_type"].is_string() &&
         node.contains("inputs") && node["inputs"].is_object();
}

bool is_graph(const Json& json) {
  return json.is_object() && !json.empty() && std::all_of(json.begin(), json.end(), is_node);
}

/// Takes slots out of a row, held against the graph.
class SlotReader {
 public:
  SlotReader(const Json& graph, Diagnostics& diags) : graph_(graph), diags_(diags) {}

  WorkflowSlot read(const Slot& slot) {
    const std::size_t dot = slot.value.find('.');
    const std::string node(slot.value.substr(0, dot));
    const std::string input(dot == std::string_view::npos ? "" : slot.value.substr(dot + 1));
    const bool has_node = graph_.contains(node);
    if (dot == std::string_view::npos || !has_node || !graph_[node]["inputs"].contains(input)) {
      report(slot, has_node ? fmt::format("node {} of the workflow has no such input", node)
                            : "the workflow has no such node");
    }
    return add(slot, {node, input});
  }
  std::optional<WorkflowSlot> read(const std::optional<Slot>& slot) {
    return slot ? std::optional(read(*slot)) : std::nullopt;
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  WorkflowSlot add(const Slot& slot, WorkflowSlot read) {
    if (std::find(seen_.begin(), seen_.end(), read) != seen_.end()) {
      report(slot, "two slots are the same input");
    }
    seen_.push_back(read);
    return read;
  }
  void report(const Slot& slot, std::string message) {
    diags_.report(Code::bad_catalog, std::move(message))
        .at(slot.at)
        .help("a slot is written \"NODE.INPUT\", such as \"6.text\"");
    good_ = false;
  }

  const Json& graph_;
  Diagnostics& diags_;
  std::vector<WorkflowSlot> seen_;
  bool good_ = true;
};

void add_text(std::string& text, std::string_view name, const std::optional<WorkflowSlot>& slot) {
  if (slot) {
    text += fmt::format("{}={}:{}.{}\n", name, slot->node.size(), slot->node, slot->input);
  }
}

Digest content_of(const Workflow& workflow) {
  std::string text = workflow.graph + "\n";
  add_text(text, "prompt", workflow.prompt);
  add_text(text, "seed", workflow.seed);
  add_text(text, "filename_prefix", workflow.filename_prefix);
  for (const WorkflowSlot& slot : workflow.references) {
    add_text(text, "reference", slot);
  }
  add_text(text, "first_frame", workflow.first_frame);
  add_text(text, "last_frame", workflow.last_frame);
  add_text(text, "width", workflow.width);
  add_text(text, "height", workflow.height);
  add_text(text, "seconds", workflow.seconds);
  add_text(text, "frames", workflow.frames);
  add_text(text, "fps", workflow.fps);
  return sha256(text);
}

/// The file's text; nullopt: it cannot be had, and that was reported.
std::optional<std::string> text_of(const Spanned<std::string_view>& file, const fs::path& workspace,
                                   Diagnostics& diags) {
  std::error_code error;
  const fs::path root = fs::canonical(workspace, error);
  const fs::path path =
      error ? fs::path() : fs::canonical(root / "models" / std::string(file.value), error);
  if (workspace.empty() || error) {
    diags.report(Code::bad_catalog, "this workflow is not there")
        .at(file.at, "a path from the folder 'models'");
    return std::nullopt;
  }
  if (!is_below(root, path)) {
    diags.report(Code::bad_catalog, "a workflow lies in the workspace, also through links")
        .at(file.at);
    return std::nullopt;
  }
  Result<std::string> text = read_file(path, graph_cap);
  if (!text) {
    diags.report(Code::bad_catalog, text.error().message).at(file.at).help(text.error().help);
    return std::nullopt;
  }
  return *std::move(text);
}

}  // namespace

std::shared_ptr<const Workflow> read_workflow(const Spanned<std::string_view>& file,
                                              const SlotsRow& slots, const fs::path& workspace,
                                              Diagnostics& diags) {
  const std::optional<std::string> text = text_of(file, workspace, diags);
  if (!text) {
    return nullptr;
  }
  const Json graph = parse(*text);
  if (!is_graph(graph)) {
    diags.report(Code::bad_catalog, "this file is no workflow in API format")
        .at(file.at)
        .help("in ComfyUI: Workflow, Export (API)");
    return nullptr;
  }
  SlotReader reader(graph, diags);
  Workflow workflow;
  workflow.graph = graph.dump();
  workflow.prompt = reader.read(slots.prompt);
  workflow.seed = reader.read(slots.seed);
  workflow.filename_prefix = reader.read(slots.filename_prefix);
  for (const Slot& slot : slots.references) {
    workflow.references.push_back(reader.read(slot));
  }
  workflow.first_frame = reader.read(slots.first_frame);
  workflow.last_frame = reader.read(slots.last_frame);
  workflow.width = reader.read(slots.width);
  workflow.height = reader.read(slots.height);
  workflow.seconds = reader.read(slots.seconds);
  workflow.frames = reader.read(slots.frames);
  workflow.fps = reader.read(slots.fps);
  workflow.content = content_of(workflow);
  return reader.good() ? std::make_shared<const Workflow>(std::move(workflow)) : nullptr;
}

}  // namespace reshoot
