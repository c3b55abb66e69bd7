// SPDX-License-Identifier: Apache-2.0
#include "assemble/animatic.h"

#include <doctest/doctest.h>

#include "assemble/fonts.h"
#include "lavfi.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

struct Studio {
  TempDirectory folder = *TempDirectory::create(fs::temp_directory_path(), "animatic");
  Toolbox tools{toolbox().tools, find_fonts().value()};
  int clips = 0;

  /// A picture or clip by ffmpeg.
  InputFile make(const std::string& name, MediaType type, Arguments arguments) {
    InputFile file;
    file.path = folder.path() / name;
    file.type = type;
    arguments.push_back(file.path.string());
    run_ffmpeg_with(std::move(arguments));
    return file;
  }
  InputFile card(const std::string& name = "card.png") {
    return make(name, MediaType::png, {"-f", "lavfi", "-i", "testsrc2=s=90x120", "-frames:v", "1"});
  }
  InputFile cutout() {
    return make(
        "cutout.png", MediaType::png,
        {"-f", "lavfi", "-i", "color=c=red:s=40x90,format=rgba,pad=80:120:20:20:color=black@0",
         "-frames:v", "1"});
  }
  InputFile clip() {
    return make("clip.mp4", MediaType::mp4, {"-f", "lavfi", "-i", "testsrc2=s=96x64:d=0.4"});
  }

  Result<StepOutput> shoot(const GenerateWork& work, const Cancel& cancel = {}) {
    const fs::path scratch = folder.path() / std::to_string(++clips);
    fs::create_directory(scratch);
    return shoot_animatic(work, tools, scratch, cancel);
  }
};

GenerateWork tiny_work() {
  GenerateWork work;
  work.request.model = "local/animatic";
  work.request.prompt = {{"slow push in on ", {}}, {"", 0U}};
  work.request.cast.resize(1);
  work.request.seconds = {1000};
  work.request.lines = 180;
  work.request.ratio = Ratio{16, 9};
  work.request.fps = Rate{25, 1};
  work.request.language = "en";
  return work;
}

std::string bytes_of(const StepOutput& output) {
  return read_file(output.file, 64U << 20U).value();
}

}  // namespace

TEST_CASE("shoot_animatic: size, rate, length and sound are exact; same work, same bytes") {
  Studio studio;
  GenerateWork work = tiny_work();
  work.request.cast[0].references = {studio.cutout(), studio.card()};
  work.request.says = {{0, "Hi.", {}}};
  const auto output = studio.shoot(work);
  REQUIRE(output.has_value());
  CHECK(output->frames == 25);
  CHECK(output->has_sound);
  CHECK(output->warnings.empty());
  CHECK(starts_fast(output->file));
  CHECK(ask_about(output->file, "stream=codec_name,width,height,pix_fmt,r_frame_rate,nb_frames",
                  {"-select_streams", "v"}) == "h264\n320\n180\nyuv420p\n25/1\n25");
  CHECK(ask_about(output->file, "stream=codec_name,sample_rate,channels,duration",
                  {"-select_streams", "a"}) == "aac\n48000\n2\n1.000000");
  CHECK(ask_about(output->file, "stream=duration", {"-select_streams", "v"}) == "1.000000");
  CHECK(bytes_of(*studio.shoot(work)) == bytes_of(*output));
}

TEST_CASE("shoot_animatic: another seed looks different") {
  Studio studio;
  GenerateWork work = tiny_work();
  work.request.cast[0].references = {studio.cutout()};
  const auto first = studio.shoot(work);
  work.seed = 1;
  const auto second = studio.shoot(work);
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  CHECK(bytes_of(*first) != bytes_of(*second));
}

TEST_CASE("shoot_animatic: shapes and rates of all kinds, and every kind of picture") {
  Studio studio;
  struct Row {
    Ratio ratio;
    const char* fps;
    std::int64_t millis;
    const char* frames;
  };
  GenerateWork work = tiny_work();
  work.request.prompt = {
      {"rack focus, pan left {\\b1} \xE4\xBD\xA0\xE5\xA5\xBD \xD7\xA9 \xFF", {}}};
  for (const Row& row : {Row{{9, 16}, "24", 500, "12"}, Row{{1, 1}, "60", 250, "15"},
                         Row{{16, 9}, "29.97", 1001, "30"}}) {
    CAPTURE(std::string(row.fps));
    work.request.ratio = row.ratio;
    work.request.fps = Rate::parse(row.fps);
    work.request.seconds = {row.millis};
    work.request.cast.assign(4, {});
    work.request.cast[0].references = {studio.card()};
    work.request.cast[1].references = {studio.clip()};
    work.request.cast[2].references = {studio.cutout()};
    const auto output = studio.shoot(work);
    REQUIRE(output.has_value());
    CHECK(ask_about(output->file, "stream=nb_frames", {"-select_streams", "v"}) == row.frames);
  }
}

TEST_CASE("shoot_animatic: scenes without a cast, from first to last frame") {
  Studio studio;
  GenerateWork work = tiny_work();
  work.request.cast.clear();
  work.request.prompt = {{"An empty beach.", {}}};
  work.request.seconds = {400};
  REQUIRE(studio.shoot(work).has_value());
  const auto flat = [&](const char* name, const std::string& color) {
    return studio.make(name, MediaType::png,
                       {"-f", "lavfi", "-i", "color=c=" + color + ":s=320x180", "-frames:v", "1"});
  };
  work.request.first_frame = flat("first.png", "red");
  work.request.last_frame = flat("last.png", "blue");
  const auto output = studio.shoot(work);
  REQUIRE(output.has_value());
  const Rgb begin = frame_of(output->file, 0, 320).at(160, 70);
  const Rgb end = frame_of(output->file, 9, 320).at(160, 70);
  CHECK(begin.red > 200);
  CHECK(begin.blue < 40);
  CHECK(end.red < 40);
  CHECK(end.blue > 200);
}

TEST_CASE("shoot_animatic: a picture that cannot be decoded is named") {
  Studio studio;
  GenerateWork work = tiny_work();
  InputFile broken = studio.card("broken.png");
  fs::resize_file(broken.path, 60);
  work.request.cast.resize(2);
  work.request.cast[0].references = {studio.card()};
  work.request.cast[1].references = {broken};
  const auto output = studio.shoot(work);
  REQUIRE_FALSE(output.has_value());
  CHECK(output.error().kind == ErrorKind::corrupt);
  CHECK(output.error().message.find("broken.png") != std::string::npos);
}

TEST_CASE("shoot_animatic: stops when asked") {
  Studio studio;
  Cancel cancel;
  cancel.request();
  GenerateWork work = tiny_work();
  work.request.cast[0].references = {studio.card()};
  const auto output = studio.shoot(work, cancel);
  REQUIRE_FALSE(output.has_value());
  CHECK(output.error().kind == ErrorKind::cancelled);
}

}  // namespace reshoot
