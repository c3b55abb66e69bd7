// SPDX-License-Identifier: Apache-2.0
#include "provider/comfyui_request.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;
using test::workflow;
using test::workflow_order;

nlohmann::ordered_json input(const Order& order, const char* node, const char* name) {
  return must(comfyui_request(order))["prompt"][node]["inputs"][name];
}

}  // namespace

TEST_CASE("comfyui_request: an order in the slots of a workflow") {
  Order order = workflow_order();
  order.take = "6F1C2A7E-0b1d-4c3e-9f00-1234567890ab";
  const nlohmann::ordered_json body = must(comfyui_request(order));
  CHECK(body.size() == 2);
  CHECK(body["prompt_id"] == "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab");
  CHECK(input(order, "2", "text") == "a woman in a navy blazer waves");
  CHECK(input(order, "4", "seed") == 42);
  CHECK(input(order, "5", "filename_prefix") == "reshoot-6f1c2a7e-0b1d-4c3e-9f00-1234567890ab");
  CHECK(input(order, "5", "fps") == 16);
  CHECK(input(order, "6", "image") == "reshoot/a.png");
  CHECK(input(order, "3", "width") == 1280);
  CHECK(input(order, "3", "height") == 720);
  CHECK(input(order, "3", "length") == 80);
  CHECK(body["prompt"]["1"]["inputs"]["unet_name"] == "wan");
  CHECK(body["prompt"]["3"]["inputs"]["positive"] == nlohmann::ordered_json({"2", 0}));
}

TEST_CASE("comfyui_request: sizes in blocks of 8, numbers whole where they are") {
  Workflow seconds = workflow();
  seconds.frames.reset();
  seconds.fps.reset();
  seconds.seconds = {"3", "length"};
  Order order = workflow_order(seconds);
  order.fps.reset();
  order.lines = 480;
  CHECK(input(order, "3", "width") == 856);
  CHECK(input(order, "3", "length").is_number_integer());
  order.seconds = Length{4500};
  CHECK(input(order, "3", "length") == 4.5);
  Order film = workflow_order();
  film.fps = Rate{30000, 1001};
  CHECK(input(film, "3", "length") == 150);
  CHECK(input(film, "5", "fps").get<double>() == doctest::Approx(29.97).epsilon(0.001));
}

TEST_CASE("comfyui_request: frames have slots of their own") {
  Workflow frames = workflow();
  frames.references.clear();
  frames.first_frame = {"6", "image"};
  frames.last_frame = {"7", "image"};
  frames.graph.insert(1, R"("7":{"class_type":"LoadImage","inputs":{"image":"b.png"}},)");
  Order order = workflow_order(frames);
  order.cast[0].references.clear();
  order.first_frame = "reshoot/f.png";
  order.last_frame = "reshoot/l.png";
  CHECK(input(order, "6", "image") == "reshoot/f.png");
  CHECK(input(order, "7", "image") == "reshoot/l.png");
}

TEST_CASE("comfyui_request: nothing is dropped, and no place is left as the graph has it") {
  struct Row {
    const char* said;
    void (*spoil)(Order& order);
  };
  const Row rows[] = {
      {"names no workflow", [](Order& o) { o.workflow.reset(); }},
      {"1 references, and the clip binds 0", [](Order& o) { o.cast[0].references.clear(); }},
      {"binds 2",
       [](Order& o) {
         o.cast[0].references.push_back({false, "b"});
       }},
      {"reference videos", [](Order& o) { o.cast[0].references[0].is_video = true; }},
      {"voice samples", [](Order& o) { o.cast[0].voice_place = "v"; }},
      {"a first frame has no place", [](Order& o) { o.first_frame = "f"; }},
      {"a last frame has no place", [](Order& o) { o.last_frame = "f"; }},
      {"needs a ratio", [](Order& o) { o.ratio.reset(); }},
      {"needs a frame rate", [](Order& o) { o.fps.reset(); }},
  };
  for (const Row& row : rows) {
    Order order = workflow_order();
    row.spoil(order);
    const Error error = must_fail(comfyui_request(order));
    CHECK(error.kind == ErrorKind::campaign);
    CHECK_MESSAGE(error.message.find(row.said) != std::string::npos, error.message);
  }
}

}  // namespace reshoot
