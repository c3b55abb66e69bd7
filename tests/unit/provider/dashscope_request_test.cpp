// SPDX-License-Identifier: Apache-2.0
#include "provider/dashscope_request.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "provider/http_text.h"
#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;

std::string request_of(const Order& order) {
  return body_of(must(dashscope_request(order)));
}

}  // namespace

TEST_CASE("dashscope_request: media in binding order, frames behind them, a voice on the first") {
  Order scene = test::order("wan2.7-r2v");
  scene.cast[0].voice_place = "oss://t/maya.wav";
  scene.cast.push_back(test::character(OrderedKind::person,
                                       {{true, "oss://t/leo.mp4"}, {false, "oss://t/leo.png"}}));
  scene.cast[1].voice_place = "oss://t/leo.wav";
  scene.first_frame = "oss://t/f.png";
  CHECK(request_of(scene) ==
        R"({"model":"wan2.7-r2v","input":{"prompt":"the person in Image 1 and Image 2 waves",)"
        R"("media":[{"type":"reference_image","url":"https://s.example/a.png",)"
        R"("reference_voice":"oss://t/maya.wav"},)"
        R"({"type":"reference_image","url":"https://s.example/b.png"},)"
        R"({"type":"reference_video","url":"oss://t/leo.mp4","reference_voice":"oss://t/leo.wav"},)"
        R"({"type":"reference_image","url":"oss://t/leo.png"},)"
        R"({"type":"first_frame","url":"oss://t/f.png"}]},)"
        R"("parameters":{"resolution":"720P","ratio":"16:9","duration":5,"prompt_extend":false,)"
        R"("watermark":false,"seed":42}})");
}

TEST_CASE("dashscope_request: frames alone, and text alone") {
  Order frames = test::plain_order("wan2.7-i2v-2026-04-25");
  frames.ratio.reset();
  frames.first_frame = "https://s.example/f.png";
  frames.last_frame = "https://s.example/l.png";
  CHECK(request_of(frames) ==
        R"({"model":"wan2.7-i2v-2026-04-25","input":{"prompt":"a woman in a navy blazer waves",)"
        R"("media":[{"type":"first_frame","url":"https://s.example/f.png"},)"
        R"({"type":"last_frame","url":"https://s.example/l.png"}]},)"
        R"("parameters":{"resolution":"720P","duration":5,"prompt_extend":false,)"
        R"("watermark":false,"seed":42}})");
  CHECK(request_of(test::plain_order("wan2.7-t2v")) ==
        R"({"model":"wan2.7-t2v","input":{"prompt":"a woman in a navy blazer waves"},)"
        R"("parameters":{"resolution":"720P","ratio":"16:9","duration":5,"prompt_extend":false,)"
        R"("watermark":false,"seed":42}})");
}

TEST_CASE("dashscope_request: refused, never dropped") {
  Order voice = test::plain_order("wan2.7-r2v");
  voice.cast[0].voice_place = "oss://t/maya.wav";
  CHECK(must_fail(dashscope_request(voice)).message.find("without a reference") !=
        std::string::npos);
  CHECK(must_fail(dashscope_request(test::order("wan2.7-t2v"))).kind == ErrorKind::campaign);
  CHECK(must_fail(dashscope_request(test::plain_order("wan2.7-i2v"))).message.find("a ratio") !=
        std::string::npos);
  CHECK(must_fail(dashscope_request(test::order("veo-3.1-generate-001"))).kind ==
        ErrorKind::campaign);
}

TEST_CASE("uses_temporary_store: any place that is an oss one") {
  CHECK_FALSE(uses_temporary_store(test::order("wan2.7-r2v")));
  Order order = test::order("wan2.7-r2v");
  order.cast[0].references[1].place = "oss://t/b.png";
  CHECK(uses_temporary_store(order));
  order = test::order("wan2.7-r2v");
  order.cast[0].voice_place = "oss://t/v.wav";
  CHECK(uses_temporary_store(order));
  order = test::order("wan2.7-i2v");
  order.last_frame = "oss://t/l.png";
  CHECK(uses_temporary_store(order));
}

}  // namespace reshoot
