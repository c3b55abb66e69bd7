// SPDX-License-Identifier: Apache-2.0
#include "assemble/conform.h"

#include <doctest/doctest.h>

#include <cmath>

#include "assemble/sound.h"
#include "lavfi.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

struct Folder {
  TempDirectory folder = *TempDirectory::create(fs::temp_directory_path(), "conform");

  /// An empty folder inside.
  fs::path scratch() {
    const fs::path path = folder.path() / std::to_string(++scratches);
    fs::create_directory(path);
    return path;
  }

  Result<StepOutput> conform_it(const ConformWork& work) {
    return conform(work, toolbox(), scratch(), Cancel());
  }

  /// A source by ffmpeg: `arguments` make what `name` is to hold.
  fs::path make(const std::string& name, Arguments arguments) {
    const fs::path path = folder.path() / name;
    arguments.push_back(path.string());
    run_ffmpeg_with(std::move(arguments));
    return path;
  }

  fs::path test_video(const std::string& name, const std::string& rate, const std::string& seconds,
                      Arguments more = {}) {
    Arguments arguments{"-f",      "lavfi",    "-i",       "testsrc2=s=160x90:r=" + rate,
                        "-t",      seconds,    "-pix_fmt", "yuv420p",
                        "-preset", "ultrafast"};
    append(arguments, std::move(more));
    return make(name, std::move(arguments));
  }

  int scratches = 0;
};

Arguments lavfi(const std::string& graph, Arguments more) {
  Arguments arguments{"-f", "lavfi", "-i", graph};
  append(arguments, std::move(more));
  return arguments;
}

void write(const fs::path& path, const std::string& bytes) {
  REQUIRE(write_file_atomically(path, bytes));
}

/// Turns the first track a quarter clockwise by its display matrix.
void turn_clockwise(const fs::path& video) {
  std::string bytes = read_file(video, 1U << 24U).value();
  const std::size_t matrix = bytes.find("tkhd") + 4 + 40;
  const std::string turned("\0\0\0\0\0\1\0\0\0\0\0\0\xff\xff\0\0\0\0\0\0\0\0\0\0", 24);
  bytes.replace(matrix, turned.size(), turned);
  write(video, bytes);
}

/// Puts an EXIF block with orientation 6 (turn a quarter clockwise to show) into a JPEG.
void orient_clockwise(const fs::path& jpeg) {
  std::string bytes = read_file(jpeg, 1U << 24U).value();
  const std::string exif(
      "\xff\xe1\0\x22"
      "Exif\0\0MM\0*\0\0\0\x8\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0",
      36);
  bytes.insert(2, exif);
  write(jpeg, bytes);
}

ConformWork work_of(const fs::path& path, MediaType type, std::optional<std::int64_t> millis,
                    Rate fps = {30, 1}) {
  ConformWork work{
      .source = {path, type}, .size = {96, 54}, .fps = fps, .fit = Fit::crop, .seconds = {}};
  if (millis) {
    work.seconds = Length{*millis};
  }
  return work;
}

}  // namespace

TEST_CASE_FIXTURE(Folder, "conform: any source becomes frames of one size, rate and format") {
  const Arguments ten_bit{"-pix_fmt", "yuv420p10le", "-color_trc", "smpte2084", "-color_primaries",
                          "bt2020",   "-colorspace", "bt2020nc",   "-preset",   "ultrafast"};
  const Arguments hlg{"-pix_fmt", "yuv420p10le", "-color_trc", "arib-std-b67", "-color_primaries",
                      "bt2020",   "-colorspace", "bt2020nc",   "-preset",      "ultrafast"};
  const fs::path turned = test_video("turned.mp4", "30", "0.5");
  turn_clockwise(turned);
  struct Row {
    std::string name;
    fs::path source;
    MediaType type;
    std::optional<std::int64_t> millis;
    Rate fps;
    std::int64_t frames;
    bool has_sound = false;
  };
  const std::vector<Row> rows{
      {"same rate", test_video("a.mp4", "30", "0.5"), MediaType::mp4, 500, {30, 1}, 15},
      {"slower, held", test_video("b.mp4", "25", "0.4"), MediaType::mp4, 1000, {30, 1}, 30},
      {"faster, cut off", test_video("c.mp4", "60", "1"), MediaType::mp4, 500, {30, 1}, 15},
      {"to 29.97", test_video("d.mp4", "24", "1"), MediaType::mp4, 1000, {30000, 1001}, 30},
      {"own length", test_video("e.mp4", "25", "1.2"), MediaType::mp4, {}, {24, 1}, 29},
      {"own length, 29.97 to itself",
       test_video("f.mov", "30000/1001", "1"),
       MediaType::mov,
       {},
       {30000, 1001},
       30},
      {"with sound",
       make("g.mp4", {"-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=0.5", "-f", "lavfi", "-i",
                      "sine=d=0.5", "-pix_fmt", "yuv420p"}),
       MediaType::mp4,
       {},
       {30, 1},
       15,
       true},
      {"variable rate",
       test_video("h.mp4", "30", "1",
                  {"-vf", "select=not(mod(n\\,7))+gt(n\\,20)", "-vsync", "vfr"}),
       MediaType::mp4,
       {},
       {30, 1},
       30},
      {"one frame for a moment",
       test_video("i.mp4", "60", "0.016"),
       MediaType::mp4,
       300,
       {10, 1},
       3},
      {"odd size, 4:4:4",
       make("j.mp4", lavfi("testsrc2=s=333x191:d=0.2", {"-pix_fmt", "yuv444p"})),
       MediaType::mp4,
       200,
       {30, 1},
       6},
      {"PQ",
       make("k.mp4", lavfi("testsrc2=s=160x90:d=0.2", ten_bit)),
       MediaType::mp4,
       200,
       {30, 1},
       6},
      {"HLG",
       make("l.mp4", lavfi("testsrc2=s=160x90:d=0.2", hlg)),
       MediaType::mp4,
       200,
       {30, 1},
       6},
      {"RGB in MOV",
       make("m.mov", lavfi("testsrc2=s=160x90:d=0.2", {"-c:v", "png"})),
       MediaType::mov,
       200,
       {30, 1},
       6},
      {"interlaced",
       test_video("n.mp4", "25", "0.4", {"-vf", "crop=160:88", "-x264-params", "tff=1"}),
       MediaType::mp4,
       {},
       {25, 1},
       10},
      {"turned", turned, MediaType::mp4, {}, {30, 1}, 15},
      {"PNG with alpha",
       make("o.png", lavfi("color=red@0.5:s=50x50,format=rgba", {"-frames:v", "1"})),
       MediaType::png,
       700,
       {30, 1},
       21},
      {"grey JPEG",
       make("p.jpg", lavfi("color=gray:s=50x50,format=gray", {"-frames:v", "1"})),
       MediaType::jpeg,
       100,
       {24, 1},
       2},
      {"WebP",
       make("q.webp", lavfi("testsrc2=s=51x50", {"-frames:v", "1"})),
       MediaType::webp_lossy,
       1000,
       {25, 1},
       25},
      {"thin PNG",
       make("r.png", lavfi("color=red:s=2x700", {"-frames:v", "1"})),
       MediaType::png,
       100,
       {30, 1},
       3}};
  std::string parameter_sets;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto output = conform_it(work_of(row.source, row.type, row.millis, row.fps));
    if (!output) {
      FAIL_CHECK(output.error().message);
      continue;
    }
    CHECK(output->frames == row.frames);
    CHECK(output->has_sound == row.has_sound);
    CHECK(ask_about(output->file,
                    "stream=codec_name,profile,width,height,pix_fmt,color_range,"
                    "color_space,color_transfer,color_primaries,r_frame_rate,"
                    "avg_frame_rate,start_pts,nb_read_frames",
                    {"-count_frames"}) == "h264\nHigh\n96\n54\nyuv420p\ntv\nbt709\nbt709\nbt709\n" +
                                              row.fps.fraction() + "\n" + row.fps.fraction() +
                                              "\n0\n" + std::to_string(row.frames));
    CHECK(starts_fast(output->file));
    if (row.fps == Rate{30, 1}) {
      const std::string found =
          ask_about(output->file, "stream=extradata_hash", {"-show_data_hash", "sha256"});
      parameter_sets = parameter_sets.empty() ? found : parameter_sets;
      CHECK(found == parameter_sets);
    }
  }
}

TEST_CASE_FIXTURE(Folder, "conform: pictures are shown upright, see-through parts black") {
  // A green corner at the top left of a red picture; turned clockwise, at the top right.
  const std::string corner = "color=red:s=160x160,format=rgb24,drawbox=0:0:80:80:lime:fill";
  const fs::path jpeg = make("corner.jpg", lavfi(corner, {"-frames:v", "1", "-q:v", "2"}));
  orient_clockwise(jpeg);
  const fs::path video =
      make("corner.mp4", lavfi(corner, {"-frames:v", "3", "-pix_fmt", "yuv420p"}));
  turn_clockwise(video);
  for (const WorkInput& source :
       {WorkInput{jpeg, MediaType::jpeg}, WorkInput{video, MediaType::mp4}}) {
    CAPTURE(source.path.string());
    ConformWork work = work_of(source.path, source.type, 100);
    work.size = {64, 64};
    const auto output = conform_it(work);
    REQUIRE(output);
    const Frame frame = frame_of(output->file, 0, 64);
    CHECK(frame.at(10, 10).red > 200);
    CHECK(frame.at(54, 10).green > 200);
    CHECK(frame.at(54, 54).red > 200);
  }
  const fs::path glass =
      make("glass.png", lavfi("color=white@0.5:s=64x64,format=rgba", {"-frames:v", "1"}));
  const auto output = conform_it(work_of(glass, MediaType::png, 100));
  REQUIRE(output);
  CHECK(frame_of(output->file, 0, 96).at(20, 20).red == doctest::Approx(127).epsilon(0.03));
}

TEST_CASE_FIXTURE(Folder, "conform: time is kept, and the last frame is held") {
  // 20 levels of grey per tenth of a second, at 20 fps, for 1 s.
  const fs::path source = make(
      "steps.mp4", lavfi("color=black:s=64x64:r=20:d=1,format=gray,geq=lum='16+20*floor(T*10)'",
                         {"-pix_fmt", "yuv420p", "-qp", "1"}));
  const auto output = conform_it(work_of(source, MediaType::mp4, 2000, {30, 1}));
  REQUIRE(output);
  const auto step = [&](std::int64_t frame) {
    return std::lround((frame_of(output->file, frame, 96).at(30, 30).green - 16) / 20.0);
  };
  CHECK(step(1) == 0);
  CHECK(step(13) == 4);
  CHECK(step(29) == 9);
  CHECK(step(59) == 9);
}

TEST_CASE_FIXTURE(Folder, "conform: the same source gives the same bytes") {
  const fs::path source = test_video("s.mp4", "25", "0.5");
  for (const Fit fit : {Fit::crop, Fit::pad, Fit::blur}) {
    ConformWork work = work_of(source, MediaType::mp4, 500);
    work.fit = fit;
    work.size = {64, 96};
    const auto first = conform_it(work);
    const auto second = conform_it(work);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(read_file(first->file, 1U << 24U).value() == read_file(second->file, 1U << 24U).value());
  }
}

TEST_CASE_FIXTURE(Folder, "conform: what cannot be used is an error that names the file") {
  const fs::path good = test_video("good.mp4", "25", "1", {"-movflags", "+faststart", "-bf", "0"});
  const std::string bytes = read_file(good, 1U << 24U).value();
  const fs::path cut_off = folder.path() / "cut off.mp4";
  write(cut_off, bytes.substr(0, bytes.size() * 2 / 3));
  const fs::path scrambled = folder.path() / "scrambled.mp4";
  std::string noise = bytes;
  for (std::size_t i = bytes.find("mdat") + 3000; i < noise.size(); i += 50) {
    noise[i] = static_cast<char>(noise[i] ^ 0x5a);
  }
  write(scrambled, noise);
  const fs::path text = folder.path() / "text.png";
  write(text, "\x89PNG\r\n\x1a\nand then nothing");
  const fs::path sound = make("sound.mp4", {"-f", "lavfi", "-i", "sine=d=0.2"});
  const fs::path still = make("still.png", lavfi("color=red:s=20x20", {"-frames:v", "1"}));
  struct Row {
    fs::path source;
    MediaType type;
    std::optional<std::int64_t> millis;
    ErrorKind kind;
  };
  const std::vector<Row> rows{
      {cut_off, MediaType::mp4, 1000, ErrorKind::corrupt},
      {scrambled, MediaType::mp4, 1000, ErrorKind::corrupt},
      {text, MediaType::png, 1000, ErrorKind::corrupt},
      {sound, MediaType::mp4, 1000, ErrorKind::corrupt},
      {good, MediaType::png, 1000, ErrorKind::corrupt},
      {still, MediaType::png, {}, ErrorKind::campaign},
      {folder.path() / "missing.mp4", MediaType::mp4, 1000, ErrorKind::environment}};
  for (const Row& row : rows) {
    CAPTURE(row.source.string());
    const auto output = conform_it(work_of(row.source, row.type, row.millis));
    REQUIRE_FALSE(output);
    CAPTURE(output.error().message);
    CHECK(output.error().kind == row.kind);
    CHECK(output.error().message.find(row.source.filename().string()) != std::string::npos);
  }
  Cancel cancel;
  cancel.request();
  const auto stopped = conform(work_of(good, MediaType::mp4, 1000), toolbox(), scratch(), cancel);
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().kind == ErrorKind::cancelled);
}

}  // namespace reshoot
