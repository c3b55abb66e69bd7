// SPDX-License-Identifier: Apache-2.0
#include "assemble/animatic_scene.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

InputFile image(const char* path) {
  InputFile file;
  file.path = path;
  file.type = MediaType::png;
  return file;
}

CastRequest member(std::initializer_list<const char*> references) {
  CastRequest cast;
  for (const char* reference : references) {
    cast.references.push_back(image(reference));
  }
  return cast;
}

GenerateWork work_of(std::vector<CastRequest> cast) {
  GenerateWork work;
  work.request.model = "local/animatic";
  work.request.prompt = {{"they talk; pan left", {}}};
  work.request.cast = std::move(cast);
  work.request.seconds = {2000};
  work.request.ratio = Ratio{16, 9};
  work.request.fps = Rate{25, 1};
  return work;
}

}  // namespace

TEST_CASE("plan_animatic: size, rate, length and the words of the slate") {
  GenerateWork work = work_of({});
  AnimaticScene scene = plan_animatic(work);
  CHECK(scene.size == Size{1280, 720});
  CHECK(scene.frames == 50);
  CHECK(scene.move.pan == -1);
  CHECK(scene.text.camera == "pan left");
  CHECK(scene.text.model == "local/animatic");
  CHECK(scene.large_prompt);
  work.request.shown_model = "gmi/wan2.7-r2v";
  work.request.ratio = Ratio{9, 16};
  scene = plan_animatic(work);
  CHECK(scene.text.model == "gmi/wan2.7-r2v");
  CHECK(scene.size == Size{720, 1280});
}

TEST_CASE("plan_animatic: first references are the cast, the others insets") {
  const GenerateWork work = work_of({member({"a", "b"}), member({}), member({"c", "d", "e"})});
  const AnimaticScene scene = plan_animatic(work);
  CHECK(scene.mains == 2);
  CHECK(scene.insets == 3);
  CHECK_FALSE(scene.large_prompt);
  REQUIRE(scene.pictures.size() == 5);
  CHECK(scene.pictures[0].file->path == "a");
  CHECK(scene.pictures[1].file->path == "c");
  CHECK(scene.pictures[2].file->path == "b");
}

TEST_CASE("plan_animatic: a first frame is what is seen; the cast is shown small") {
  GenerateWork work = work_of({member({"a"})});
  work.request.first_frame = image("first");
  AnimaticScene scene = plan_animatic(work);
  CHECK(scene.has_first);
  CHECK_FALSE(scene.has_last);
  CHECK(scene.mains == 0);
  CHECK(scene.insets == 1);
  work.request.last_frame = image("last");
  CHECK(plan_animatic(work).has_last);
  work.request.first_frame.reset();
  scene = plan_animatic(work);
  CHECK(scene.has_first);
  CHECK_FALSE(scene.has_last);
  CHECK(scene.pictures[0].file->path == "last");
}

TEST_CASE("scratch_lines: speakers sound from where they stand") {
  GenerateWork work = work_of({member({"a"}), member({"b"}), member({})});
  work.request.says = {{0, "One.", {}}, {1, "Two.", {}}, {2, "Off screen.", {}}};
  const AnimaticScene scene = plan_animatic(work);
  const auto lines = scratch_lines(work.request, scene);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].side < 0);
  CHECK(lines[1].side > 0);
  CHECK(lines[2].side == 0);
  CHECK(lines[0].variant != lines[1].variant);
  CHECK(scene.caption_shares.size() == 3);
  CHECK(scene.pages.size() == 5);
}

}  // namespace reshoot
