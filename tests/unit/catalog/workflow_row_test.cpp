// SPDX-License-Identifier: Apache-2.0
// A user's ComfyUI workflow in the catalog: read, held against its slots, and refused with a
// reason.

#include "catalog/workflow_row.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "base/files.h"
#include "catalog/catalog.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

const std::string graph = R"({
  "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat"}, "_meta": {"title": "Prompt"}},
  "4": {"class_type": "KSampler", "inputs": {"seed": 7, "latent_image": ["9:1", 0]}},
  "5": {"class_type": "SaveVideo", "inputs": {"filename_prefix": "x", "fps": 16}},
  "6": {"class_type": "LoadImage", "inputs": {"image": "a.png"}},
  "9:1": {"class_type": "Latent", "inputs": {"width": 8, "height": 8, "length": 9}}
})";

const std::string slots = "prompt: 2.text, seed: 4.seed, filename_prefix: 5.filename_prefix";
const std::string length = ", frames: 9:1.length, fps: 5.fps";

/// A workspace with one row.
struct Workspace {
  TempDirectory folder = *TempDirectory::create(fs::temp_directory_path(), "reshoot-workflow-test");
  SourceMap sources;
  Diagnostics diags;

  void put(const std::string& name, const std::string& text) const {
    fs::create_directories((folder.path() / name).parent_path());
    REQUIRE(write_file_atomically(folder.path() / name, text));
  }
  /// The row `comfyui/mine`; nullptr: it was refused.
  std::shared_ptr<const Workflow> read(const std::string& slots_text, const std::string& more = "",
                                       const std::string& provider = "comfyui") {
    put("models/mine.yaml",
        "provider: " + provider +
            "\nmodels:\n  mine:\n    shortest: 1\n    longest: 8\n"
            "    source: my own\n    workflow: workflows/wan.json\n    slots: {" +
            slots_text + "}\n" + more);
    catalog = Catalog::load(folder.path(), sources, diags);
    model = catalog.find("comfyui/mine");
    return model == nullptr ? nullptr : model->workflow;
  }
  Catalog catalog{{}, {}};
  const Model* model = nullptr;
};

std::string refusal(const std::string& slots_text, const std::string& more = "",
                    const std::string& graph_text = graph,
                    const std::string& provider = "comfyui") {
  Workspace here;
  here.put("models/workflows/wan.json", graph_text);
  CHECK(here.read(slots_text, more, provider) == nullptr);
  REQUIRE_FALSE(here.diags.all().empty());
  return here.diags.all().front().message;
}

}  // namespace

TEST_CASE("workflow: what has a slot is taken and needed, and costs nothing") {
  Workspace here;
  here.put("models/workflows/wan.json", graph);
  const auto workflow =
      here.read(slots + length + ", references: [6.image], width: 9:1.width, height: 9:1.height");
  REQUIRE(workflow);
  CHECK(here.diags.all().empty());
  CHECK(workflow->prompt == WorkflowSlot{"2", "text"});
  CHECK(workflow->width == WorkflowSlot{"9:1", "width"});
  CHECK(workflow->references == std::vector<WorkflowSlot>{{"6", "image"}});
  const Model& model = *here.model;
  CHECK(model.free());
  CHECK_FALSE(model.local());
  CHECK(model.inputs.references == 1);
  CHECK(model.inputs.needs_references);
  CHECK_FALSE(model.inputs.first_frame);
  CHECK(model.takes_ratio);
  CHECK(model.takes_fps);

  const auto frame =
      here.read(slots + length + ", first_frame: 6.image", "    per_second: 0.01 USD\n");
  REQUIRE(frame);
  CHECK(here.model->inputs.needs_first_frame);
  CHECK_FALSE(here.model->inputs.binds());
  CHECK_FALSE(here.model->takes_ratio);
  CHECK_FALSE(here.model->free());
}

TEST_CASE("workflow: its digest is that of what is run, not of how the file is written") {
  Workspace here;
  here.put("models/workflows/wan.json", graph);
  const Digest before = here.read(slots + length)->content;
  std::string dense;
  for (const char c : graph) {
    dense += c == '\n' ? ' ' : c;
  }
  here.put("models/workflows/wan.json", dense);
  CHECK(here.read(slots + length)->content == before);
  here.put("models/workflows/wan.json",
           std::string(graph).replace(graph.find("KSampler"), 8, "KSimpler"));
  CHECK(here.read(slots + length)->content != before);
  here.put("models/workflows/wan.json", graph);
  CHECK(here.read(slots + length + ", first_frame: 6.image")->content != before);
}

TEST_CASE("workflow: rows that do not fit their graph") {
  struct Row {
    std::string slots;
    std::string more;
    const char* said;
  };
  const Row rows[] = {
      {"prompt: 2.text, seed: 4.seed", "", "filename_prefix"},
      {slots + length + ", width: 9:1.width", "", "go together"},
      {slots + ", frames: 9:1.length", "", "'frames' with 'fps'"},
      {slots + length + ", seconds: 9:1.width", "", "'frames' with 'fps'"},
      {slots, "", "without a slot for the length"},
      {slots + length + ", last_frame: 6.image", "", "goes with 'first_frame'"},
      {slots + length + ", first_frame: 7.image", "", "no such node"},
      {slots + length + ", first_frame: 6.picture", "", "no such input"},
      {slots + length + ", first_frame: image", "", "no such node"},
      {slots + length + ", first_frame: 2.text", "", "two slots"},
      {slots + length, "    inputs: {first_frame: true}\n", "said by its slots"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.slots);
    const std::string said = refusal(row.slots, row.more);
    CHECK_MESSAGE(said.find(row.said) != std::string::npos, said);
  }
  CHECK(refusal(slots + length, "", graph, "gmi").find("and no others") != std::string::npos);
}

TEST_CASE("workflow: files that are no graph") {
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"),
        std::string("{\"nodes\": [], \"links\": []}"), std::string("{\"2\": {\"inputs\": {}}}"),
        std::string("{\"2\": "), deep,
        "{\"2\": {\"class_type\": \"A\", \"inputs\": {\"text\": " + deep + "}}}"}) {
    CAPTURE(text.substr(0, 40));
    CHECK(refusal(slots + length, "", text) == "this file is no workflow in API format");
  }
}

TEST_CASE("workflow: files that are not there, or not in the workspace") {
  Workspace here;
  CHECK(here.read(slots + length) == nullptr);
  CHECK(here.diags.all().front().message == "this workflow is not there");
  Workspace linked;
  fs::create_directories(linked.folder.path() / "models/workflows");
  fs::create_symlink("/etc/hostname", linked.folder.path() / "models/workflows/wan.json");
  CHECK(linked.read(slots + length) == nullptr);
  CHECK(linked.diags.all().front().message ==
        "a workflow lies in the workspace, also through links");
}

}  // namespace reshoot
