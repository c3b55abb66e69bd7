// SPDX-License-Identifier: Apache-2.0
// The emulated HeyGen: strict fields, keys that are known for a day, ten jobs at a time, addresses
// that run out.

#include <doctest/doctest.h>

#include "unit/emulator/client.h"

namespace reshoot::emulator::test {
namespace {

using namespace std::chrono_literals;

Headers headers(const std::string& idempotency_key = "",
                const std::string& key = "heygen-test-key") {
  Headers out{{"x-api-key", key}, {"content-type", "application/json"}};
  if (!idempotency_key.empty()) {
    out.push_back({"idempotency-key", idempotency_key});
  }
  return out;
}

Json order(const std::string& script = "Good evening.") {
  return {{"type", "avatar"},
          {"avatar_id", "Anna"},
          {"script", script},
          {"voice_id", "v_1"},
          {"resolution", "720p"},
          {"aspect_ratio", "16:9"},
          {"engine", {{"type", "avatar_iv"}}},
          {"title", "take 1"}};
}

Delivery post(Client& client, const Json& body, const std::string& idempotency_key = "") {
  return client.call(HttpMethod::post, "/v3/videos", headers(idempotency_key), body.dump());
}

Json data_of(const Delivery& delivery) {
  return Json::parse(delivery.body)["data"];
}
Json poll(Client& client, const std::string& id) {
  return data_of(client.call(HttpMethod::get, "/v3/videos/" + id, headers()));
}

Delivery upload(Client& client, const std::string& type, const std::string& field = "file") {
  return client.call(
      HttpMethod::post, "/v3/assets",
      {{"x-api-key", "heygen-test-key"}, {"content-type", "multipart/form-data; boundary=b"}},
      write_form({{field, "face.png", type, "bytes"}}, "b"));
}

TEST_CASE(
    "heygen: a video goes its way; its address runs out, and another question has a new one") {
  Client client;
  const std::string id = data_of(post(client, order(std::string(30, 'a'))))["video_id"];
  CHECK(poll(client, id)["status"] == "processing");
  CHECK(poll(client, id)["video_url"] == nullptr);
  client.pass(60s);
  const Json done = poll(client, id);
  CHECK(done["status"] == "completed");
  const std::string url = client.path_of(done["video_url"]);
  CHECK(client.call(HttpMethod::get, url).status == 200);
  CHECK(client.call(HttpMethod::get, url.substr(0, url.find('?'))).status == 403);
  client.pass(1h);
  CHECK(client.call(HttpMethod::get, url).status == 403);
  CHECK(client.call(HttpMethod::get, client.path_of(poll(client, id)["video_url"])).status == 200);
  CHECK(client.cloud.jobs().bill_total() == 133'400);  // two seconds
  CHECK(client.cloud.violations().empty());
}

TEST_CASE("heygen: the first answer to a key is given for a day, whatever the body") {
  Client client;
  const std::string id = data_of(post(client, order(), "take-1"))["video_id"];
  CHECK(data_of(post(client, order(), "take-1"))["video_id"] == id);
  CHECK(data_of(post(client, order("Something else."), "take-1"))["video_id"] == id);
  client.pass(24h - 1s);
  CHECK(data_of(post(client, order(), "take-1"))["video_id"] == id);
  CHECK(client.cloud.jobs().all().size() == 1);
  CHECK(client.cloud.jobs().double_submits().empty());
  client.pass(1s);
  CHECK(data_of(post(client, order(), "take-1"))["video_id"] != id);
  CHECK(data_of(post(client, order(), "take-2"))["video_id"] != id);
  CHECK(client.cloud.jobs().double_submits().size() == 2);
  CHECK(client.cloud.violations().empty());
}

TEST_CASE("heygen: a refusal keeps no key; a call that is being answered is a conflict") {
  Client client;
  Json wrong = order();
  wrong.erase("voice_id");
  CHECK(post(client, wrong, "take-1").status == 400);
  CHECK(post(client, order(), "take-1").status == 200);

  FaultRule rule;
  rule.kind = FaultKind::hang;
  rule.calls = {1};
  rule.duration = 60s;
  client.cloud.set_faults({1, {rule}});
  CHECK_FALSE(post(client, order("Another."), "take-2").answers);
  const Delivery conflict = post(client, order("Another."), "take-2");
  CHECK(conflict.status == 409);
  CHECK(Json::parse(conflict.body)["error"]["code"] == "request_in_progress");
  client.pass(60s);
  CHECK(post(client, order("Another."), "take-2").status == 200);
  CHECK(client.cloud.jobs().all().size() == 2);
}

TEST_CASE("heygen: ten jobs at a time") {
  Client client;
  for (int i = 0; i < 10; ++i) {
    CHECK(post(client, order("Line " + std::to_string(i))).status == 200);
  }
  const Delivery full = post(client, order("Line 10"));
  CHECK(full.status == 429);
  CHECK(find_header(full.headers, "retry-after") == "10");
  client.pass(60s);
  CHECK(post(client, order("Line 10")).status == 200);
}

TEST_CASE("heygen: what the documentation does not know is refused, and noted") {
  struct Row {
    const char* what;
    void (*spoil)(Json& body);
  };
  const Row rows[] = {
      {"an unknown field", [](Json& b) { b["seed"] = 7; }},
      {"no type", [](Json& b) { b.erase("type"); }},
      {"no avatar", [](Json& b) { b.erase("avatar_id"); }},
      {"an avatar that is an image, too",
       [](Json& b) {
         b["image"] = {{"type", "url"}, {"url", "u"}};
       }},
      {"no voice", [](Json& b) { b.erase("voice_id"); }},
      {"script and audio", [](Json& b) { b["audio_url"] = "https://a"; }},
      {"a long script", [](Json& b) { b["script"] = std::string(5001, 'a'); }},
      {"720P", [](Json& b) { b["resolution"] = "720P"; }},
      {"4:3", [](Json& b) { b["aspect_ratio"] = "4:3"; }},
      {"another engine", [](Json& b) { b["engine"]["type"] = "veo"; }},
      {"an asset that is not there",
       [](Json& b) {
         b["type"] = "image";
         b.erase("avatar_id");
         b["image"] = {{"type", "asset_id"}, {"asset_id", "nothing"}};
       }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Client client;
    Json body = order();
    row.spoil(body);
    CHECK(post(client, body).status == 400);
    CHECK_FALSE(client.cloud.violations().empty());
    CHECK(client.cloud.jobs().all().empty());
  }
  Client client;
  CHECK(post(client, order(), "a key with blanks").status == 400);
  CHECK(client.call(HttpMethod::post, "/v3/videos", headers("", "wrong"), order().dump()).status ==
        401);
}

TEST_CASE("heygen: an asset is a picture that an image video can show") {
  Client client;
  const std::string asset = data_of(upload(client, "image/png"))["asset_id"];
  Json body = order();
  body["type"] = "image";
  body.erase("avatar_id");
  body["image"] = {{"type", "asset_id"}, {"asset_id", asset}};
  CHECK(post(client, body).status == 200);
  CHECK(client.cloud.violations().empty());
  CHECK(upload(client, "image/webp").status == 400);
  CHECK(upload(client, "image/png", "picture").status == 400);
}

TEST_CASE("heygen: an empty wallet, and jobs that fail") {
  Settings settings = usual_settings();
  settings.heygen.accounts[0].credit_micros = 66'700;
  Client client(settings);
  client.cloud.set_faults(fault(FaultKind::refuse_later, {1}));
  const std::string id = data_of(post(client, order()))["video_id"];
  client.pass(60s);
  const Json failed = poll(client, id);
  CHECK(failed["status"] == "failed");
  CHECK(failed["failure_message"].get<std::string>().find("content policy") != std::string::npos);
  CHECK(client.cloud.jobs().bill_total() == 0);
  CHECK(post(client, order("Again.")).status == 200);
  CHECK(post(client, order("Once more.")).status == 402);
}

}  // namespace
}  // namespace reshoot::emulator::test
