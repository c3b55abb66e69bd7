// SPDX-License-Identifier: Apache-2.0
#include "provider/gmi_payload.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "provider/http_text.h"
#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;

std::string request_of(const Order& order) {
  return body_of(must(gmi_request(order)));
}

}  // namespace

TEST_CASE("gmi_request: every documented field, and no other") {
  Order scene = test::order("wan2.7-r2v");
  scene.cast.push_back(test::character(OrderedKind::product, {{true, "https://s.example/c.mp4"}}));
  scene.first_frame = "https://s.example/f.png";
  CHECK(request_of(scene) ==
        R"({"model":"wan2.7-r2v","payload":{"prompt":"the person in Image 1 and Image 2 waves",)"
        R"("first_frame":"https://s.example/f.png",)"
        R"("reference_image":["https://s.example/a.png","https://s.example/b.png"],)"
        R"("reference_video":["https://s.example/c.mp4"],"resolution":"720P","ratio":"16:9",)"
        R"("duration":5,"prompt_extend":false,"watermark":false,"seed":42}})");

  Order frames = test::plain_order("wan2.7-i2v");
  frames.ratio.reset();
  frames.lines = 1080;
  frames.first_frame = "https://s.example/f.png";
  frames.last_frame = "https://s.example/l.png";
  CHECK(request_of(frames) ==
        R"({"model":"wan2.7-i2v","payload":{"prompt":"a woman in a navy blazer waves",)"
        R"("first_frame":"https://s.example/f.png","last_frame":"https://s.example/l.png",)"
        R"("resolution":"1080P","duration":5,"prompt_extend":false,"watermark":false,"seed":42}})");

  frames.prompt.clear();
  CHECK(request_of(frames).find("prompt\"") == std::string::npos);

  CHECK(request_of(test::plain_order("wan2.7-t2v-2026-06-12")) ==
        R"({"model":"wan2.7-t2v-2026-06-12","payload":{"prompt":"a woman in a navy blazer waves",)"
        R"("resolution":"720P","ratio":"16:9","duration":5,"prompt_extend":false,)"
        R"("watermark":false,"seed":42}})");
}

TEST_CASE("gmi_request: veo has names of its own") {
  Order fast = test::plain_order("veo-3.1-fast-generate-001");
  fast.seconds = Length{8000};
  fast.first_frame = "https://s.example/f.png";
  fast.last_frame = "https://s.example/l.png";
  fast.seed = 4'000'000'000U;
  CHECK(request_of(fast) ==
        R"({"model":"veo-3.1-fast-generate-001","payload":{)"
        R"("prompt":"a woman in a navy blazer waves","image":"https://s.example/f.png",)"
        R"("lastFrame":"https://s.example/l.png","durationSeconds":8,"aspectRatio":"16:9",)"
        R"("generateAudio":true,"resolution":"720p","seed":4000000000}})");

  Order standard = test::order("veo-3.1-generate-001");
  standard.seconds = Length{8000};
  standard.lines = 2160;
  CHECK(request_of(standard) ==
        R"({"model":"veo-3.1-generate-001","payload":{)"
        R"("prompt":"the person in Image 1 and Image 2 waves",)"
        R"("reference_image":["https://s.example/a.png","https://s.example/b.png"],)"
        R"("durationSeconds":8,"aspectRatio":"16:9","generateAudio":true,"resolution":"4K",)"
        R"("seed":42}})");
}

TEST_CASE("gmi_request: what a model cannot express is refused, never dropped") {
  struct Row {
    const char* model;
    void (*change)(Order&);
    const char* says;
  };
  const Row rows[] = {
      {"wan2.7-t2v", [](Order&) {}, "does not take reference images"},
      {"veo-3.1-fast-generate-001", [](Order&) {}, "does not take reference images"},
      {"veo-3.1-generate-001", [](Order& o) { o.cast[0].references[1].is_video = true; },
       "does not take reference videos"},
      {"veo-3.1-generate-001", [](Order& o) { o.last_frame = "https://s.example/l.png"; },
       "references together with a first or last frame"},
      {"veo-3.1-generate-001", [](Order& o) { o.lines = 480; }, "not 480p"},
      {"wan2.7-r2v", [](Order& o) { o.last_frame = "https://s.example/l.png"; },
       "does not take a last frame"},
      {"wan2.7-r2v", [](Order& o) { o.cast[0].voice_place = "https://s.example/v.wav"; },
       "does not take voice samples"},
      {"wan2.7-r2v", [](Order& o) { o.lines = 2160; }, "not 2160p"},
      {"wan2.7-r2v", [](Order& o) { o.seconds = Length{4500}; }, "whole seconds, not 4.5"},
      {"wan2.7-r2v", [](Order& o) { o.seed = 0x80000000U; }, "not 2147483648"},
      {"wan2.7-i2v",
       [](Order& o) {
         o.cast.clear();
         o.prompt.clear();
       },
       "does not take a ratio"},
      {"wan2.7-r2vx", [](Order&) {}, "is not known here"},
      {"wan3.0-video", [](Order&) {}, "is not known here"},
      {"", [](Order&) {}, "is not known here"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.model);
    CAPTURE(row.says);
    Order order = test::order(row.model);
    row.change(order);
    const Result<nlohmann::ordered_json> request = gmi_request(order);
    const Error& error = must_fail(request);
    CHECK(error.kind == ErrorKind::campaign);
    CHECK(error.message.find(row.says) != std::string::npos);
  }
}

TEST_CASE("gmi_request: an avatar that speaks") {
  Order order = test::plain_order("heygen-avatar-4");
  order.prompt = {test::mention(0)};
  order.cast[0].avatar_id = "Anna_public_3";
  order.cast[0].voice_id = "v_1";
  order.says = {{0, "Good\nevening."}, {0, "Welcome."}};
  CHECK(request_of(order) ==
        R"({"model":"heygen-avatar-4","payload":{"video_inputs":[{"character":{"type":"avatar",)"
        R"("avatar_id":"Anna_public_3","avatar_style":"normal"},"voice":{"type":"text",)"
        R"("input_text":"Good evening. Welcome.","voice_id":"v_1"}}],)"
        R"("dimension":{"width":1280,"height":720},"caption":false,)"
        R"("title":"6f1c2a7e-0b1d-4c3e-9f00-1234567890ab"}})");

  struct Row {
    const char* what;
    void (*spoil)(Order& order);
  };
  const Row rows[] = {
      {"no avatar", [](Order& o) { o.cast[0].avatar_id.clear(); }},
      {"no voice", [](Order& o) { o.cast[0].voice_id.clear(); }},
      {"a prompt", [](Order& o) { o.prompt = {test::text("she waves")}; }},
      {"a portrait",
       [](Order& o) {
         o.cast[0].references = {{false, "https://s.example/a.png"}};
       }},
      {"nothing to say", [](Order& o) { o.says.clear(); }},
      {"no ratio", [](Order& o) { o.ratio.reset(); }},
      {"two characters", [](Order& o) { o.cast.push_back(o.cast[0]); }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Order spoiled = order;
    row.spoil(spoiled);
    CHECK(must_fail(gmi_request(spoiled)).kind == ErrorKind::campaign);
  }
}

}  // namespace reshoot
