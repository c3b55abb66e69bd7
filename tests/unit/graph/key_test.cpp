// SPDX-License-Identifier: Apache-2.0
// The key text: tags, lengths, order; nothing can be smuggled from one field into another.

#include "graph/key.h"

#include <doctest/doctest.h>

#include <functional>
#include <vector>

#include "graph/prepare.h"

using namespace reshoot;

namespace {

InputFile input(const char* content) {
  return {"somewhere.png", MediaType::png, sha256(content), {}, {}};
}

GenerateRequest request() {
  GenerateRequest r;
  r.model = "animatic";
  r.prompt = {{"", 0}, {" waves", {}}};
  r.cast.push_back({CharacterKind::person, "a woman", {input("a"), input("b")}, {}, {}, {}});
  r.says.push_back({0, "Hello", {}});
  r.seconds = {6000};
  r.ratio = Ratio{16, 9};
  r.fps = Rate{30, 1};
  r.language = "en";
  r.tools = "ffmpeg 5";
  return r;
}

VoiceVideoRequest voice_video(const char* portrait, const char* sample) {
  return {input(portrait), input(sample), 1, {}, {}};
}

std::string text_of(const GenerateRequest& r) {
  KeyText text(StepKind::generate);
  describe(r, text);
  return text.text();
}

}  // namespace

TEST_CASE("key text: a request's text is pinned, since a changed text bills every clip again") {
  CHECK(text_of(request()) ==
        "reshoot-key 1 generate\n"
        "model:8:animatic\n"
        "prompt:10:${1} waves\n"
        "cast[0].kind:6:person\n"
        "cast[0].description:7:a woman\n"
        "cast[0].references[0]:71:" +
            sha256("a").text() +
            "\n"
            "cast[0].references[1]:71:" +
            sha256("b").text() +
            "\n"
            "says[0].cast:1:1\n"
            "says[0]:5:Hello\n"
            "seconds:1:6\n"
            "resolution:4:720p\n"
            "ratio:4:16:9\n"
            "fps:4:30/1\n"
            "language:2:en\n"
            "seed:4:auto\n"
            "tools:8:ffmpeg 5\n");
}

TEST_CASE("key: every field of the request changes it; places and paths do not") {
  struct Row {
    const char* what;
    bool changes;
    std::function<void(GenerateRequest&)> edit;
  };
  const std::vector<Row> rows{
      {"model", true, [](auto& r) { r.model = "other"; }},
      {"shown model", true, [](auto& r) { r.shown_model = "gmi/wan"; }},
      {"prompt", true, [](auto& r) { r.prompt[1].text = " nods"; }},
      {"kind", true, [](auto& r) { r.cast[0].kind = CharacterKind::mascot; }},
      {"description", true, [](auto& r) { r.cast[0].description = "a man"; }},
      {"reference content", true, [](auto& r) { r.cast[0].references[1] = input("c"); }},
      {"reference order", true,
       [](auto& r) { std::swap(r.cast[0].references[0], r.cast[0].references[1]); }},
      {"one reference less", true, [](auto& r) { r.cast[0].references.pop_back(); }},
      {"voice", true, [](auto& r) { r.cast[0].voice = input("v"); }},
      {"voice video", true, [](auto& r) { r.cast[0].voice_video = voice_video("p", "v"); }},
      {"avatar id", true, [](auto& r) { r.cast[0].avatar_id = "a"; }},
      {"voice id", true, [](auto& r) { r.cast[0].voice_id = "v"; }},
      {"workflow", true, [](auto& r) { r.workflow = sha256("graph"); }},
      {"line", true, [](auto& r) { r.says[0].text = "Hi"; }},
      {"seconds", true, [](auto& r) { r.seconds = {6500}; }},
      {"resolution", true, [](auto& r) { r.lines = 1080; }},
      {"ratio", true,
       [](auto& r) {
         r.ratio = Ratio{9, 16};
       }},
      {"no ratio", true, [](auto& r) { r.ratio.reset(); }},
      {"fps", true,
       [](auto& r) {
         r.fps = Rate{25, 1};
       }},
      {"language", true, [](auto& r) { r.language = "de"; }},
      {"seed", true, [](auto& r) { r.seed = 0; }},
      {"first frame", true, [](auto& r) { r.first_frame = input("f"); }},
      {"last frame", true, [](auto& r) { r.last_frame = input("f"); }},
      {"tools", true, [](auto& r) { r.tools = "ffmpeg 6"; }},
      {"a moved file", false, [](auto& r) { r.cast[0].references[0].path = "elsewhere.jpg"; }},
      {"a touched file", false, [](auto& r) { r.cast[0].references[0].stat.mtime_ns = 7; }},
      {"another line of the file", false,
       [](auto& r) {
         r.at.prompt = {0, 5, 9};
       }},
  };
  const std::string before = text_of(request());
  for (const Row& row : rows) {
    CAPTURE(row.what);
    GenerateRequest edited = request();
    row.edit(edited);
    CHECK((text_of(edited) != before) == row.changes);
  }
}

TEST_CASE(
    "key text: a voice video is its recipe and what it is made of, never what it was made into") {
  GenerateRequest r = request();
  r.cast[0].voice_video = voice_video("a", "v");
  const std::string added =
      "cast[0].voice_video:1:1\n"
      "cast[0].voice_video.portrait:71:" +
      sha256("a").text() +
      "\n"
      "cast[0].voice_video.sample:71:" +
      sha256("v").text() + "\n";
  const std::string text = text_of(r);
  const std::size_t at = text.find(added);
  REQUIRE(at != std::string::npos);
  CHECK(text.substr(0, at) + text.substr(at + added.size()) == text_of(request()));

  const std::vector<std::function<void(VoiceVideoRequest&)>> edits{
      [](auto& video) { video.portrait = input("b"); },
      [](auto& video) { video.sample = input("w"); }, [](auto& video) { video.recipe = 2; }};
  for (const auto& edit : edits) {
    GenerateRequest other = r;
    edit(*other.cast[0].voice_video);
    CHECK(text_of(other) != text);
    CHECK(prepare_key(*other.cast[0].voice_video, "ffmpeg 5") !=
          prepare_key(*r.cast[0].voice_video, "ffmpeg 5"));
  }
  CHECK(prepare_key(*r.cast[0].voice_video, "ffmpeg 6") !=
        prepare_key(*r.cast[0].voice_video, "ffmpeg 5"));
  r.cast[0].voice_video->sample.path = "elsewhere.wav";
  CHECK(text_of(r) == text);
}

TEST_CASE("key: a value cannot pose as another field") {
  GenerateRequest one = request();
  one.says = {{0, "a\nsays[1].cast:1:1\nsays[1]:1:b", {}}};
  GenerateRequest two = request();
  two.says = {{0, "a", {}}, {0, "b", {}}};
  CHECK(text_of(one) != text_of(two));
}

TEST_CASE("symbolic prompt: a literal `${1}` is not the first cast member") {
  CHECK(symbolic_prompt({{"", 0}}) == "${1}");
  CHECK(symbolic_prompt({{"${1}", {}}}) == "$${1}");
  CHECK(symbolic_prompt({{"costs $5 ", {}}, {"", 1}, {"!", {}}}) == "costs $5 ${2}!");
}

TEST_CASE("parse_key_text: reads back what was written, with any bytes in values") {
  GenerateRequest r = request();
  r.prompt = {{"line one\nprompt:3:abc\n\xc3\xa9", {}}};
  KeyFields fields;
  describe(r, fields);
  const auto read = parse_key_text(text_of(r));
  REQUIRE(read);
  REQUIRE(read->size() == fields.fields().size());
  for (std::size_t i = 0; i < read->size(); ++i) {
    CHECK((*read)[i].path == fields.fields()[i].path);
    CHECK((*read)[i].value == fields.fields()[i].value);
  }
}

TEST_CASE("parse_key_text: damaged text is an error") {
  for (const char* text :
       {"", "reshoot-key 1 generate", "other\nmodel:1:a\n", "reshoot-key 1 g\nmodel:9:a\n",
        "reshoot-key 1 g\nmodel:x:a\n", "reshoot-key 1 g\nmodel\n",
        "reshoot-key 1 g\nmodel:99999999999999999999:a\n"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_key_text(text));
  }
}
