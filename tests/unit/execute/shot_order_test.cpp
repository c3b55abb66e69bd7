// SPDX-License-Identifier: Apache-2.0
// What a clip asks for becomes an order; each input knows where in it its place belongs.

#include "execute/shot_order.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/fake_provider.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

InputFile file(const std::string& name, MediaType type = MediaType::png) {
  FileStat stat;
  stat.size = name.size();
  return {name, type, sha256(name), stat, {}};
}

struct Setting {
  Model model;
  FakeProvider provider;
  Account account{"fake", "https://fake.example", Secret("k"), {}};
  GenerateStep step;
  Take take;

  Setting() {
    model.provider = "fake";
    model.name = "short-name";
    model.wire_id = "vendor/short-name-0715";
    model.expected_seconds = 90;
    step.model = &model;
    GenerateRequest& request = step.request;
    request.model = model.name;
    request.prompt = {{"Look: ", {}}, {{}, 1U}, {" waves", {}}};
    CastRequest maya;
    maya.description = "a woman";
    maya.references = {file("maya-front.png"), file("maya.mp4", MediaType::mp4)};
    maya.voice = file("maya.wav", MediaType::wav);
    maya.avatar_id = "avatar-7";
    maya.voice_id = "voice-7";
    CastRequest mug;
    mug.kind = CharacterKind::product;
    mug.references = {file("mug.png")};
    request.cast = {maya, mug};
    request.says = {{1, "hello", {}}, {0, "and goodbye", {}}};
    request.seconds = {6000};
    request.lines = 1080;
    request.ratio = Ratio{9, 16};
    request.fps = Rate{25, 1};
    request.seed = 1;
    request.first_frame = file("first.png");
    request.last_frame = file("last.png");
    take.id = 4;
    take.uuid = "0d5e6a52-take";
    take.seed = 77;
    take.state = TakeState::reserved;
  }
  [[nodiscard]] Shot shot() const { return shot_of(3, step, take, provider, account); }
};

std::string_view word(InputRole role) {
  switch (role) {
    case InputRole::reference:
      return "reference";
    case InputRole::voice:
      return "voice";
    case InputRole::first_frame:
      return "first";
    case InputRole::last_frame:
      return "last";
  }
  return "?";
}

std::string inputs_text(const Shot& shot) {
  std::string text;
  for (const ShotInput& input : shot.inputs) {
    text += fmt::format("{} {}.{} {}\n", word(input.role), input.character, input.reference,
                        input.file.file.string());
  }
  return text;
}

}  // namespace

TEST_CASE("shot order: all that was asked for, in the provider's words") {
  const Setting s;
  const Shot shot = s.shot();
  const Order& order = shot.order;
  CHECK(order.model == "vendor/short-name-0715");
  REQUIRE(order.prompt.size() == 3);
  CHECK(order.prompt[0].text == "Look: ");
  CHECK(order.prompt[1].character == 1U);
  CHECK_FALSE(order.prompt[2].character);
  REQUIRE(order.cast.size() == 2);
  CHECK(order.cast[0].kind == OrderedKind::person);
  CHECK(order.cast[0].description == "a woman");
  CHECK(order.cast[0].avatar_id == "avatar-7");
  CHECK(order.cast[0].voice_id == "voice-7");
  CHECK(order.cast[1].kind == OrderedKind::product);
  REQUIRE(order.cast[0].references.size() == 2);
  CHECK_FALSE(order.cast[0].references[0].is_video);
  CHECK(order.cast[0].references[1].is_video);
  REQUIRE(order.says.size() == 2);
  CHECK(order.says[0].character == 1);
  CHECK(order.says[1].text == "and goodbye");
  CHECK(order.seconds == Length{6000});
  CHECK(order.lines == 1080);
  CHECK(order.ratio == Ratio{9, 16});
  CHECK(order.fps == Rate{25, 1});
}

TEST_CASE("shot order: seed and name are the take's, not the clip's") {
  const Setting s;
  const Shot shot = s.shot();
  CHECK(shot.order.seed == 77);
  CHECK(shot.order.take == "0d5e6a52-take");
  CHECK(shot.take.id == 4);
  CHECK(shot.step == 3U);
  CHECK(shot.expected == Millis{90'000});
  CHECK(shot.job.empty());
  CHECK(shot.request.empty());
}

TEST_CASE("shot order: a model without a wire id is called by its name") {
  Setting s;
  s.model.wire_id.clear();
  CHECK(s.shot().order.model == "short-name");
}

TEST_CASE("shot order: inputs stand in the order of the request, and know their place in it") {
  const Setting s;
  const Shot shot = s.shot();
  CHECK(inputs_text(shot) ==
        "reference 0.0 maya-front.png\n"
        "reference 0.1 maya.mp4\n"
        "voice 0.0 maya.wav\n"
        "reference 1.0 mug.png\n"
        "first 0.0 first.png\n"
        "last 0.0 last.png\n");
  for (const ShotInput& input : shot.inputs) {
    const std::string name = input.file.file.string();
    CHECK(input.content == sha256(name));
    CHECK(input.place.empty());
    CHECK(input.file.name == sha256(name).hex().substr(0, 32));  // names of files stay here
    CHECK(input.file.bytes == name.size());
    CHECK(input.file.model == "vendor/short-name-0715");
  }
  CHECK(shot.order.first_frame.empty());
  CHECK(shot.order.cast[0].references[0].place.empty());
}

TEST_CASE("shot order: the files to look at before the send are those that are sent") {
  const Setting s;
  const std::vector<InputFile> files = inputs_of(s.step.request);
  const Shot shot = s.shot();
  REQUIRE(files.size() == shot.inputs.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    CHECK(files[i].path == shot.inputs[i].file.file);
  }
  CHECK(inputs_of(GenerateRequest{}).empty());
}

TEST_CASE("shot order: what an earlier run has sent") {
  const Setting s;
  OpenJob job;
  job.take = s.take;
  job.take.state = TakeState::submitted;
  job.provider = "fake";
  job.model = "vendor/short-name-0715";
  job.sent = Wall{5};
  job.job = "job-9";
  const Shot shot =
      resumed_shot(std::nullopt, job, "the body", Millis{1'000}, s.provider, s.account);
  CHECK_FALSE(shot.step);
  CHECK(shot.take.state == TakeState::submitted);
  CHECK(shot.order.model == "vendor/short-name-0715");
  CHECK(shot.order.take == s.take.uuid);
  CHECK(shot.order.seed == 77);
  CHECK(shot.request == "the body");
  CHECK(shot.sent == Wall{5});
  CHECK(shot.job == "job-9");
  CHECK(shot.expected == Millis{1'000});
  CHECK(shot.inputs.empty());
  CHECK(shot.scope().base_url == "https://fake.example");
}
