// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloud.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "unit/emulator/client.h"

namespace reshoot::emulator::test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("gmi: a job goes its way, its result is its own, and the bill has one line") {
  Client client;
  const std::string id = client.gmi_submit(7);
  const std::string other = client.gmi_submit(8);
  REQUIRE(!id.empty());
  CHECK(client.gmi_poll(id)["status"] == "dispatched");
  client.pass(30s);
  CHECK(client.gmi_poll(id)["status"] == "processing");
  CHECK_FALSE(client.cloud.jobs().all()[0].told_over);
  client.pass(30s);
  const Json done = client.gmi_poll(id);
  CHECK(done["status"] == "success");
  CHECK(client.cloud.jobs().all()[0].told_over == client.now);
  CHECK_FALSE(client.cloud.jobs().all()[1].told_over);
  CHECK(done["payload"] == Client::gmi_order(7)["payload"]);
  const Delivery result = client.call(HttpMethod::get, client.path_of(gmi_result(done)));
  CHECK(result.status == 200);
  CHECK(result.body.substr(4, 4) == "ftyp");
  const Delivery another =
      client.call(HttpMethod::get, client.path_of(gmi_result(client.gmi_poll(other))));
  CHECK(result.body != another.body);
  REQUIRE(client.cloud.jobs().all().size() == 2);
  CHECK(client.cloud.jobs().all()[0].billed == 5s);
  CHECK(client.cloud.jobs().all()[0].micros == 500'000);
  CHECK(client.cloud.jobs().bill_total() == 1'000'000);
  CHECK(client.cloud.jobs().double_submits().empty());
  CHECK(client.cloud.violations().empty());
}

TEST_CASE("dashscope: a job goes its way and its record goes after a day") {
  Client client;
  const std::string id = client.dashscope_submit();
  REQUIRE(!id.empty());
  CHECK(client.dashscope_poll(id)["task_status"] == "RUNNING");
  client.pass(60s);
  const Json done = client.dashscope_poll(id);
  CHECK(done["task_status"] == "SUCCEEDED");
  const std::string path = client.path_of(done["video_url"]);
  CHECK(client.call(HttpMethod::get, path).status == 200);
  client.pass(24h);
  CHECK(client.call(HttpMethod::get, path).status == 403);
  CHECK(client.dashscope_poll(id)["task_status"] == "UNKNOWN");
  CHECK(client.cloud.violations().empty());
}

TEST_CASE("dashscope: only a pending task can be cancelled, and it costs nothing") {
  Settings settings = usual_settings();
  settings.dashscope.limits.jobs_running = 1;
  Client client(std::move(settings));
  const std::string running = client.dashscope_submit(1);
  const std::string pending = client.dashscope_submit(2);
  const auto cancel = [&](const std::string& id) {
    return client
        .call(HttpMethod::post, "/api/v1/tasks/" + id + "/cancel", Client::dashscope_headers())
        .status;
  };
  CHECK(cancel(running) == 400);
  CHECK(cancel(pending) == 200);
  CHECK(client.dashscope_poll(pending)["task_status"] == "CANCELED");
  CHECK(client.cloud.jobs().bill_total() == 500'000);
}

TEST_CASE("keys: without a known one nothing is done") {
  Client client;
  CHECK(client.call(HttpMethod::get, gmi + "/requests/x", Client::gmi_headers("wrong")).status ==
        401);
  CHECK(client.call(HttpMethod::get, gmi + "/models").status == 401);
  CHECK(client
            .call(HttpMethod::post, synthesis, Client::dashscope_headers("wrong"),
                  Client::dashscope_order().dump())
            .status == 401);
  CHECK(client.cloud.jobs().all().empty());
}

TEST_CASE("credit: what it does not cover is refused") {
  Settings settings = usual_settings();
  settings.gmi.accounts[0].credit_micros = 900'000;
  settings.dashscope.accounts[0].credit_micros = 0;
  Client client(std::move(settings));
  CHECK(!client.gmi_submit(1).empty());
  CHECK(client.gmi_post("/requests", Client::gmi_order(2)).status == 402);
  const Delivery arrearage = client.dashscope_post(Client::dashscope_order());
  CHECK(arrearage.status == 400);
  CHECK(Json::parse(arrearage.body)["code"] == "Arrearage");
}

TEST_CASE("strictness: what the documentation does not know is refused and remembered") {
  struct Row {
    const char* what;
    const char* pointer;
    Json value;  ///< null: removed
    const char* said;
  };
  const std::vector<Row> rows{
      {"unknown field", "/payload/style", "x", "unknown field payload.style"},
      {"unknown top field", "/user", "x", "unknown field user"},
      {"wrong type", "/payload/duration", "5", "payload.duration is no number from 2 to 15"},
      {"out of range", "/payload/duration", 16, "payload.duration is no number from 2 to 15"},
      {"fraction", "/payload/duration", 5.5, "payload.duration is no number from 2 to 15"},
      {"other spelling", "/payload/resolution", "720p", "payload.resolution is none of"},
      {"part of a choice", "/payload/ratio", "16", "payload.ratio is none of"},
      {"no text", "/payload/prompt", std::string(1501, 'x'), "payload.prompt is no text of 1 to"},
      {"missing", "/payload/prompt", nullptr, "missing field payload.prompt"},
      {"foreign URL", "/payload/audio_url", "https://example.com/a.wav", "nothing was uploaded"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Client client;
    Json order = Client::gmi_order();
    const Json::json_pointer at(row.pointer);
    if (row.value.is_null()) {
      order[at.parent_pointer()].erase(at.back());
    } else {
      order[at] = row.value;
    }
    CHECK(client.gmi_post("/requests", order).status == 400);
    REQUIRE(client.cloud.violations().size() == 1);
    CHECK(client.cloud.violations()[0].find(row.said) != std::string::npos);
    CHECK(client.cloud.jobs().all().empty());
  }
}

TEST_CASE("strictness: calls that are none, headers that are missing") {
  Client client;
  CHECK(client.call(HttpMethod::del, gmi + "/requests/x", Client::gmi_headers()).status == 404);
  CHECK(client.cloud.violations().size() == 1);
  Headers headers = Client::dashscope_headers();
  std::erase_if(headers, [](const HttpHeader& h) { return h.name == "x-dashscope-async"; });
  CHECK(
      client.call(HttpMethod::post, synthesis, headers, Client::dashscope_order().dump()).status ==
      403);
  CHECK(client.cloud.violations().size() == 2);
  CHECK(client.gmi_get("/requests?model=wan2.7-t2v").status == 400);
  CHECK(client.gmi_get("/requests/none").status == 404);
  CHECK(client.cloud.jobs().all().empty());
}

TEST_CASE("dashscope: media by model") {
  struct Row {
    const char* what;
    const char* model;
    std::vector<std::string> types;  ///< a `+voice` behind: with a reference_voice
    int seconds;
    int status;
  };
  const std::vector<Row> rows{
      {"one reference", "wan2.7-r2v", {"reference_image"}, 15, 200},
      {"with a voice", "wan2.7-r2v", {"reference_image+voice"}, 5, 200},
      {"no reference", "wan2.7-r2v", {"first_frame"}, 5, 400},
      {"six", "wan2.7-r2v", std::vector<std::string>(6, "reference_image"), 5, 400},
      {"five and a frame",
       "wan2.7-r2v",
       {"reference_image", "reference_image", "reference_image", "reference_image",
        "reference_video", "first_frame"},
       10,
       200},
      {"too long with a video", "wan2.7-r2v", {"reference_video"}, 11, 400},
      {"a voice on a frame", "wan2.7-r2v", {"reference_image", "first_frame+voice"}, 5, 400},
      {"i2v's type", "wan2.7-r2v", {"last_frame"}, 5, 400},
      {"first frame", "wan2.7-i2v", {"first_frame"}, 5, 200},
      {"frames and sound", "wan2.7-i2v", {"first_frame", "last_frame", "driving_audio"}, 5, 200},
      {"clip and last frame", "wan2.7-i2v", {"first_clip", "last_frame"}, 5, 200},
      {"clip and sound", "wan2.7-i2v", {"first_clip", "driving_audio"}, 5, 400},
      {"last frame alone", "wan2.7-i2v", {"last_frame"}, 5, 400},
      {"two first frames", "wan2.7-i2v", {"first_frame", "first_frame"}, 5, 400},
      {"clip and first frame", "wan2.7-i2v", {"first_clip", "first_frame"}, 5, 400},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Client client;
    const auto uploaded = [&](const std::string& name) {
      return client.dashscope_upload(name, "bytes of " + name, row.model);
    };
    Json media = Json::array();
    for (std::string type : row.types) {
      const bool voice = type.ends_with("+voice");
      type = type.substr(0, type.find('+'));
      const bool sound = type == "driving_audio";
      const bool video = type == "reference_video" || type == "first_clip";
      Json element{{"type", type}, {"url", uploaded(sound ? "a.wav" : video ? "a.mp4" : "a.png")}};
      if (voice) {
        element["reference_voice"] = uploaded("voice.wav");
      }
      media.push_back(element);
    }
    const Json order{{"model", row.model},
                     {"input", {{"prompt", "Image 1 waves"}, {"media", media}}},
                     {"parameters", {{"resolution", "720P"}, {"duration", row.seconds}}}};
    const Delivery delivery = client.dashscope_post(order);
    CHECK_MESSAGE(delivery.status == row.status, delivery.body);
    CHECK(client.cloud.violations().empty() == (row.status == 200));
  }
}

TEST_CASE("gmi uploads: the exact type, in time, without the key") {
  struct Row {
    const char* what;
    const char* file_type;
    Headers headers;
    Millis wait;
    int status;
    bool violation;
  };
  const std::vector<Row> rows{
      {"png", "png", {{"content-type", "image/png"}}, 0s, 200, false},
      {"jpg, literally", "jpg", {{"content-type", "image/jpg"}}, 898s, 200, false},
      {"jpg as jpeg", "jpg", {{"content-type", "image/jpeg"}}, 0s, 403, true},
      {"mp3", "mp3", {{"content-type", "audio/mpeg"}}, 0s, 200, false},
      {"no type", "wav", {}, 0s, 400, true},
      {"late", "mp4", {{"content-type", "video/mp4"}}, 899s, 400, false},
      {"with the key",
       "png",
       {{"content-type", "image/png"}, {"authorization", "Bearer gmi-test-key"}},
       0s,
       400,
       true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Client client;
    const Json ticket =
        Json::parse(client.gmi_post("/upload-url", {{"file_type", row.file_type}}).body);
    client.pass(row.wait);
    const std::string path = client.path_of(ticket["upload_url"]);
    CHECK(client.call(HttpMethod::put, path, row.headers, "bytes").status == row.status);
    CHECK(client.cloud.violations().empty() != row.violation);
    const std::string place = client.path_of(ticket["public_url"]);
    CHECK(client.call(HttpMethod::get, place).status == (row.status == 200 ? 200 : 404));
  }
  Client client;
  CHECK(client.gmi_post("/upload-url", {{"file_type", "webp"}}).status == 400);
}

TEST_CASE("double submits: equal bodies, uploads compared by what they hold") {
  Client client;
  const auto order = [&](const std::string& picture) {
    return Json{{"model", "wan2.7-i2v"}, {"payload", {{"first_frame", picture}, {"seed", 1}}}};
  };
  const std::string a = client.gmi_upload("png", "image/png", "one");
  const std::string b = client.gmi_upload("png", "image/png", "two");
  const std::string a_again = client.gmi_upload("png", "image/png", "one");
  REQUIRE(a != a_again);
  CHECK(client.gmi_post("/requests", order(a)).status == 200);
  CHECK(client.gmi_post("/requests", order(b)).status == 200);
  CHECK(client.cloud.jobs().double_submits().empty());
  CHECK(client.gmi_post("/requests", order(a_again)).status == 200);
  REQUIRE(client.cloud.jobs().double_submits().size() == 1);
  CHECK(client.cloud.jobs().double_submits()[0].first == client.cloud.jobs().all()[0].id);
  CHECK(client.cloud.jobs().double_submits()[0].second == client.cloud.jobs().all()[2].id);
}

TEST_CASE("double submits: a try after a failure is none, one before it is") {
  Client client;
  client.cloud.set_faults(fault(FaultKind::rate_limit_later, {1, 2}));
  client.gmi_submit();
  client.pass(60s);
  client.gmi_submit();
  CHECK(client.cloud.jobs().double_submits().empty());
  client.pass(59s);
  client.gmi_submit();
  CHECK(client.cloud.jobs().double_submits().size() == 1);
  CHECK(client.cloud.jobs().bill_total() == 500'000);
}

TEST_CASE("limits: jobs out, submits per minute, polls per second, and the queue") {
  Settings settings = usual_settings();
  settings.gmi.limits.jobs_out = 2;
  settings.gmi.limits.retry_after = 7s;
  settings.dashscope.limits.submits_per_minute = 2;
  settings.dashscope.limits.submits_per_hour = 3;
  Client client(settings);
  CHECK(!client.gmi_submit(1).empty());
  CHECK(!client.gmi_submit(2).empty());
  const Delivery third = client.gmi_post("/requests", Client::gmi_order(3));
  CHECK(third.status == 429);
  CHECK(find_header(third.headers, "retry-after") == "7");
  client.pass(60s);
  CHECK(!client.gmi_submit(3).empty());

  CHECK(!client.dashscope_submit(1).empty());
  client.pass(30s);
  CHECK(!client.dashscope_submit(2).empty());
  CHECK(client.dashscope_post(Client::dashscope_order(3)).status == 429);
  client.pass(30s);
  CHECK(!client.dashscope_submit(3).empty());
  client.pass(58min);
  CHECK(client.dashscope_post(Client::dashscope_order(4)).status == 429);
  client.pass(1min);
  CHECK(!client.dashscope_submit(4).empty());
  int answered = 0;
  for (int i = 0; i < 25; ++i) {
    answered += client.dashscope_get("/api/v1/tasks/none").status == 200 ? 1 : 0;
  }
  CHECK(answered == 20);

  settings.gmi.limits = {};
  settings.gmi.limits.jobs_running = 1;
  settings.speed = 10;
  Client queue(settings);
  queue.dashscope_submit(1);
  queue.dashscope_submit(2);
  queue.pass(6s);
  CHECK(!queue.dashscope_submit(3).empty());
  const std::string first = queue.gmi_submit(1);
  const std::string second = queue.gmi_submit(2);
  CHECK(queue.gmi_poll(second)["status"] == "queued");
  queue.pass(6s);
  CHECK(queue.gmi_poll(first)["status"] == "success");
  CHECK(queue.gmi_poll(second)["status"] == "dispatched");
  queue.pass(6s);
  CHECK(queue.gmi_poll(second)["status"] == "success");
}

TEST_CASE("lists: newest first, by model, in pages") {
  Client client;
  for (int i = 0; i < 5; ++i) {
    client.gmi_submit(i);
    client.dashscope_submit(i);
    client.pass(1s);
  }
  const Json page = Json::parse(client.gmi_get("/requests?model_id=wan2.7-t2v&limit=2").body);
  CHECK(page["total"] == 5);
  CHECK(page["has_more"] == true);
  CHECK(page["requests"][0]["payload"]["seed"] == 4);
  const Json last =
      Json::parse(client.gmi_get("/requests?model_id=wan2.7-t2v&limit=2&offset=4").body);
  CHECK(last["requests"].size() == 1);
  CHECK(last["has_more"] == false);
  CHECK(Json::parse(client.gmi_get("/requests?model_id=wan2.7-r2v").body)["total"] == 0);
  const Json tasks = Json::parse(client.dashscope_get("/api/v1/tasks/?page_no=2&page_size=3").body);
  CHECK(tasks["data"].size() == 2);
  CHECK(tasks["total_page"] == 2);
  CHECK(client.cloud.violations().empty());
}

/// An MP4 of that length, as far as its length is asked for.
std::string mp4_of(Millis length) {
  std::string box = std::string("\0\0\0\x6cmvhd", 8) + std::string(12, '\0');
  for (const std::int64_t number : {std::int64_t{1000}, length.count()}) {
    for (const int shift : {24, 16, 8, 0}) {
      box.push_back(static_cast<char>((number >> shift) & 0xff));
    }
  }
  return box + std::string(64, '\0');
}

TEST_CASE("mp4_length: what the mvhd box says") {
  CHECK(mp4_length(mp4_of(2800ms)) == 2800ms);
  CHECK(mp4_length("no box") == 0ms);
  CHECK(mp4_length("mvhd") == 0ms);
  CHECK(mp4_length(std::string("mvhd") + std::string(60, '\0')) == 0ms);
}

TEST_CASE("billing: seconds of reference videos come on top at dashscope, five at most") {
  struct Row {
    std::vector<Millis> videos;
    Millis billed;
  };
  for (const Row& row : {Row{{}, 4s}, Row{{2800ms}, 6800ms}, Row{{3s, 4s}, 9s}}) {
    Client client;
    Json media{{{"type", "reference_image"}, {"url", client.dashscope_upload("a.png", "x")}}};
    for (const Millis length : row.videos) {
      const std::string name = "v" + std::to_string(media.size()) + ".mp4";
      media.push_back(
          {{"type", "reference_video"}, {"url", client.dashscope_upload(name, mp4_of(length))}});
    }
    const Json order{{"model", "wan2.7-r2v"},
                     {"input", {{"prompt", "Image 1 waves"}, {"media", media}}},
                     {"parameters", {{"resolution", "720P"}, {"duration", 4}}}};
    REQUIRE(client.dashscope_post(order).status == 200);
    const Job& job = client.cloud.jobs().all().front();
    CHECK(job.billed == row.billed);
    CHECK(job.micros == row.billed.count() * 100);
    CHECK(client.cloud.jobs().made_by(order.dump()) == std::vector<const Job*>{&job});
    CHECK(client.cloud.jobs().made_by("{}").empty());
  }
}

TEST_CASE("dashscope uploads: for their account and model, for two days, with the header") {
  struct Row {
    const char* what;
    const char* model;
    Millis wait;
    const char* without;
    int status;
  };
  for (const Row& row :
       {Row{"fresh", "wan2.7-i2v", 0s, "", 200}, Row{"old", "wan2.7-i2v", 48h, "", 400},
        Row{"of another model", "wan2.7-r2v", 0s, "", 400},
        Row{"without the header", "wan2.7-i2v", 0s, "x-dashscope-ossresourceresolve", 400}}) {
    CAPTURE(row.what);
    Client client;
    const std::string place = client.dashscope_upload("a.png", "picture", row.model);
    client.pass(row.wait);
    Headers headers = Client::dashscope_headers();
    std::erase_if(headers, [&](const HttpHeader& h) { return h.name == row.without; });
    const Json order{{"model", "wan2.7-i2v"},
                     {"input", {{"media", {{{"type", "first_frame"}, {"url", place}}}}}}};
    CHECK(client.call(HttpMethod::post, synthesis, headers, order.dump()).status == row.status);
  }
}

}  // namespace
}  // namespace reshoot::emulator::test
