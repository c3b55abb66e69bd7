// SPDX-License-Identifier: Apache-2.0
// The emulated ComfyUI: graphs are looked at, lists are exact, and a restart forgets.

#include <doctest/doctest.h>

#include "unit/emulator/client.h"

namespace reshoot::emulator::test {
namespace {

using namespace std::chrono_literals;

const std::string uuid = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab";

Json graph() {
  return Json::parse(R"({"2":{"class_type":"CLIPTextEncode","inputs":{"text":"a cat"}},
    "3":{"class_type":"WanImageToVideo","inputs":{"positive":["2",0],"width":8,"height":8,"length":9}},
    "5":{"class_type":"SaveVideo","inputs":{"video":["3",0],"filename_prefix":"reshoot-1","fps":16}}})");
}

Delivery post(Client& client, const Json& prompt, const std::string& id = uuid) {
  return client.call(HttpMethod::post, "/prompt", {{"content-type", "application/json"}},
                     Json{{"prompt", prompt}, {"prompt_id", id}}.dump());
}
Json get(Client& client, const std::string& path) {
  return Json::parse(client.call(HttpMethod::get, path).body);
}

Json upload(Client& client, const std::string& bytes) {
  const Delivery delivery = client.call(HttpMethod::post, "/upload/image",
                                        {{"content-type", "multipart/form-data; boundary=b"}},
                                        write_form({{"type", {}, {}, "input"},
                                                    {"subfolder", {}, {}, "reshoot"},
                                                    {"image", "face.png", "image/png", bytes}},
                                                   "b"));
  return Json::parse(delivery.body);
}

TEST_CASE("comfyui: a prompt goes through queue and history, and its file can be had") {
  Client client;
  CHECK(get(client, "/history/" + uuid) == Json::object());
  const Json accepted = Json::parse(post(client, graph()).body);
  CHECK(accepted["prompt_id"] == uuid);
  CHECK(accepted["node_errors"] == Json::object());
  const std::string second = "7f1c2a7e-0b1d-4c3e-9f00-1234567890ab";
  Json other = graph();
  other["5"]["inputs"]["filename_prefix"] = "reshoot-2";
  post(client, other, second);
  const Json queue = get(client, "/queue");
  REQUIRE(queue["queue_running"].size() == 1);
  CHECK(queue["queue_running"][0][1] == uuid);
  REQUIRE(queue["queue_pending"].size() == 1);
  CHECK(queue["queue_pending"][0][1] == second);
  CHECK(get(client, "/history/" + uuid) == Json::object());

  client.pass(60s);
  CHECK(get(client, "/queue")["queue_running"][0][1] == second);
  const Json entry = get(client, "/history/" + uuid)[uuid];
  CHECK(entry["status"]["status_str"] == "success");
  CHECK(entry["outputs"]["5"].dump().find("reshoot-1_00001_.mp4") != std::string::npos);
  const std::string view = "/view?filename=reshoot-1_00001_.mp4&subfolder=&type=output";
  CHECK(client.call(HttpMethod::get, view).body.substr(4, 4) == "ftyp");
  CHECK(client.call(HttpMethod::get, "/view?filename=other.mp4&subfolder=&type=output").status ==
        404);
  CHECK(client.cloud.jobs().bill_total() == 0);
  CHECK(client.cloud.violations().empty());
}

TEST_CASE("comfyui: a restart forgets queue and history; files stay") {
  Client client;
  post(client, graph());
  client.pass(60s);
  Json other = graph();
  other["5"]["inputs"]["filename_prefix"] = "reshoot-2";
  const std::string second = "7f1c2a7e-0b1d-4c3e-9f00-1234567890ab";
  post(client, other, second);
  client.cloud.set_faults(fault(FaultKind::restart, {1}));
  CHECK(get(client, "/history/" + uuid) == Json::object());
  CHECK(get(client, "/queue")["queue_running"].empty());
  client.pass(60s);
  CHECK(get(client, "/history/" + second) == Json::object());
  const auto view = [&](const std::string& name) {
    return client
        .call(HttpMethod::get, "/view?filename=" + name + "_00001_.mp4&subfolder=&type=output")
        .status;
  };
  CHECK(view("reshoot-1") == 200);
  CHECK(view("reshoot-2") == 404);
  CHECK(Json::parse(post(client, other, second).body)["prompt_id"] == second);
  CHECK(client.cloud.jobs().double_submits().empty());
}

TEST_CASE("comfyui: a graph that cannot run names the node") {
  struct Row {
    const char* type;
    const char* node;  ///< empty: none is named
    void (*spoil)(Json& graph);
  };
  const Row rows[] = {
      {"invalid_prompt", "", [](Json& g) { g["2"]["class_type"] = "Unknown"; }},
      {"prompt_no_outputs", "", [](Json& g) { g.erase("5"); }},
      {"prompt_outputs_failed_validation", "2", [](Json& g) { g["2"]["inputs"].erase("text"); }},
      {"prompt_outputs_failed_validation", "3",
       [](Json& g) { g["3"]["inputs"]["width"] = "wide"; }},
      {"prompt_outputs_failed_validation", "3", [](Json& g) { g.erase("2"); }},
      {"prompt_outputs_failed_validation", "6",
       [](Json& g) {
         g["6"] = {{"class_type", "LoadImage"}, {"inputs", {{"image", "nobody.png"}}}};
       }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.type);
    CAPTURE(row.node);
    Client client;
    Json spoiled = graph();
    row.spoil(spoiled);
    const Delivery refused = post(client, spoiled);
    CHECK(refused.status == 400);
    const Json body = Json::parse(refused.body);
    CHECK(body["error"]["type"] == row.type);
    CHECK(body["node_errors"].contains(row.node) == (*row.node != '\0'));
    CHECK(client.cloud.jobs().all().empty());
  }
  Client client;
  CHECK(post(client, graph(), "6F1C2A7E-0B1D-4C3E-9F00-1234567890AB").status == 400);
  CHECK(client.cloud.violations().size() == 1);
}

TEST_CASE("comfyui: equal bytes are one file, others get another name") {
  Client client;
  CHECK(upload(client, "a") ==
        Json{{"name", "face.png"}, {"subfolder", "reshoot"}, {"type", "input"}});
  CHECK(upload(client, "a")["name"] == "face.png");
  CHECK(upload(client, "b")["name"] == "face (1).png");
  CHECK(upload(client, "b")["name"] == "face (1).png");
  Json shown = graph();
  shown["6"] = {{"class_type", "LoadImage"}, {"inputs", {{"image", "reshoot/face (1).png"}}}};
  CHECK(post(client, shown).status == 200);
  CHECK(client.cloud.violations().empty());
}

TEST_CASE("comfyui: no key, no foreign origin") {
  Client client;
  CHECK(client.call(HttpMethod::get, "/queue", {{"origin", "https://a.example"}}).status == 403);
  CHECK(client.cloud.violations().empty());
  client.call(HttpMethod::get, "/queue", {{"authorization", "Bearer k"}});
  CHECK(client.cloud.violations().size() == 1);
}

}  // namespace
}  // namespace reshoot::emulator::test
