// SPDX-License-Identifier: Apache-2.0
#include "provider/heygen_request.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "provider/http_text.h"
#include "provider/talking_head.h"
#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;

/// Maya's portrait says two lines.
Order talk() {
  Order order = test::order("heygen-avatar-4");
  order.cast[0].references = {{false, "as_1"}};
  order.cast[0].voice_id = "v_1";
  order.says = {{0, "Good evening."}, {0, "Welcome\nto Acme!"}};
  return order;
}

std::string request_of(const Order& order) {
  return body_of(must(heygen_request(order)));
}

}  // namespace

TEST_CASE("heygen_request: a portrait that speaks") {
  CHECK(request_of(talk()) ==
        R"({"type":"image","image":{"type":"asset_id","asset_id":"as_1"},)"
        R"("script":"Good evening. Welcome to Acme!","voice_id":"v_1",)"
        R"("motion_prompt":"a woman in a navy blazer waves","resolution":"720p",)"
        R"("aspect_ratio":"16:9","engine":{"type":"avatar_iv"},"output_format":"mp4",)"
        R"("title":"6f1c2a7e-0b1d-4c3e-9f00-1234567890ab"})");
}

TEST_CASE("heygen_request: an avatar that speaks, without a prompt") {
  Order order = talk();
  order.cast[0].references.clear();
  order.cast[0].avatar_id = "Anna_public";
  order.prompt = {test::mention(0), test::text(" ")};
  order.lines = 2160;
  order.ratio = Ratio{9, 16};
  CHECK(request_of(order) ==
        R"({"type":"avatar","avatar_id":"Anna_public","script":"Good evening. Welcome to Acme!",)"
        R"("voice_id":"v_1","resolution":"4k","aspect_ratio":"9:16",)"
        R"("engine":{"type":"avatar_iv"},"output_format":"mp4",)"
        R"("title":"6f1c2a7e-0b1d-4c3e-9f00-1234567890ab"})");
}

TEST_CASE("heygen_request: what cannot be asked for is refused, not dropped") {
  struct Row {
    const char* what;
    void (*spoil)(Order& order);
  };
  const Row rows[] = {
      {"another model", [](Order& o) { o.model = "wan2.7-r2v"; }},
      {"avatar and portrait", [](Order& o) { o.cast[0].avatar_id = "a"; }},
      {"neither", [](Order& o) { o.cast[0].references.clear(); }},
      {"two portraits",
       [](Order& o) {
         o.cast[0].references.push_back({false, "as_2"});
       }},
      {"a video", [](Order& o) { o.cast[0].references[0].is_video = true; }},
      {"a voice sample", [](Order& o) { o.cast[0].voice_place = "as_3"; }},
      {"no voice", [](Order& o) { o.cast[0].voice_id.clear(); }},
      {"nobody", [](Order& o) { o.cast.clear(), o.says.clear(), o.prompt.clear(); }},
      {"two characters", [](Order& o) { o.cast.push_back(o.cast[0]); }},
      {"nothing to say", [](Order& o) { o.says.clear(); }},
      {"blanks to say",
       [](Order& o) {
         o.says = {{0, " \n"}};
       }},
      {"too much to say", [](Order& o) { o.says[0].text.assign(longest_script, 'a'); }},
      {"480p", [](Order& o) { o.lines = 480; }},
      {"4:3",
       [](Order& o) {
         o.ratio = Ratio{4, 3};
       }},
      {"no ratio", [](Order& o) { o.ratio.reset(); }},
      {"a first frame", [](Order& o) { o.first_frame = "as_4"; }},
      {"a last frame", [](Order& o) { o.last_frame = "as_4"; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Order order = talk();
    row.spoil(order);
    const Error error = must_fail(heygen_request(order));
    CHECK(error.kind == ErrorKind::campaign);
    CHECK(error.message.find(order.model) != std::string::npos);
  }
}

TEST_CASE("heygen_request: the longest script is counted in characters, not in bytes") {
  Order order = talk();
  std::string umlauts;
  for (std::size_t i = 0; i < longest_script; ++i) {
    umlauts += "ü";
  }
  order.says = {{0, umlauts}};
  CHECK(heygen_request(order));
}

}  // namespace reshoot
