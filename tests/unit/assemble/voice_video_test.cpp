// SPDX-License-Identifier: Apache-2.0
#include "assemble/voice_video.h"

#include <doctest/doctest.h>

#include <cmath>

#include "assemble/sound.h"
#include "lavfi.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

struct Studio {
  TempDirectory folder = *TempDirectory::create(fs::temp_directory_path(), "voice");
  fs::path portrait = make("portrait.png", {"-f", "lavfi", "-i", "color=red:s=300x200", "-frames:v",
                                            "1", "-pix_fmt", "rgb24"});
  int scratches = 0;

  fs::path make(const std::string& name, Arguments arguments) {
    const fs::path path = folder.path() / name;
    arguments.push_back(path.string());
    run_ffmpeg_with(std::move(arguments));
    return path;
  }
  fs::path tone(const std::string& name, const std::string& seconds) {
    return make(name, {"-f", "lavfi", "-i", "sine=440:r=16000", "-t", seconds});
  }
  Result<StepOutput> render(const PrepareWork& work) {
    const fs::path scratch = folder.path() / std::to_string(++scratches);
    fs::create_directory(scratch);
    return make_voice_video(work, toolbox(), scratch, Cancel());
  }
  Result<StepOutput> render(const fs::path& sample, MediaType type = MediaType::wav) {
    return render({{portrait, MediaType::png}, {sample, type}});
  }
};

/// Root mean square of both channels between two seconds.
double loudness_of(const std::vector<float>& sound, double from, double to) {
  const auto frame = [](double s) { return static_cast<std::size_t>(s * sound_rate); };
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = frame(from) * 2; i < frame(to) * 2 && i < sound.size(); ++i, ++count) {
    sum += static_cast<double>(sound[i]) * static_cast<double>(sound[i]);
  }
  return count == 0 ? -1 : std::sqrt(sum / static_cast<double>(count));
}

}  // namespace

TEST_CASE("voice_video_size: the portrait's shape, in even sides that models take") {
  struct Row {
    Size portrait, video;
  };
  for (const Row& row :
       {Row{{1024, 768}, {1024, 768}}, Row{{301, 255}, {302, 256}}, Row{{3000, 4000}, {960, 1280}},
        Row{{4000, 400}, {1280, 240}}, Row{{16, 16}, {240, 240}}, Row{{1, 30'000}, {240, 1280}}}) {
    CAPTURE(row.portrait.text());
    CHECK(voice_video_size(row.portrait) == row.video);
  }
}

TEST_CASE("voice video: what ffprobe says of it, for samples of all lengths and formats") {
  Studio studio;
  struct Row {
    const char* name;
    const char* seconds;
    MediaType type;
    std::int64_t frames;
    const char* length;
  };
  for (const Row& row : {Row{"short.wav", "0.4", MediaType::wav, 30, "1.000000"},
                         Row{"usual.flac", "2.5", MediaType::flac, 75, "2.500000"},
                         Row{"usual.m4a", "3", MediaType::mp4, 90, "3.000000"},
                         Row{"long.wav", "9", MediaType::wav, 150, "5.000000"}}) {
    CAPTURE(row.name);
    const auto made = studio.render(studio.tone(row.name, row.seconds), row.type);
    REQUIRE_MESSAGE(made, (made ? std::string() : made.error().message));
    CHECK(made->frames == row.frames);
    CHECK(made->has_sound);
    CHECK(ask_about(made->file, "format=duration") == row.length);
    CHECK(ask_about(made->file, "stream=codec_name,width,height,pix_fmt,r_frame_rate",
                    {"-select_streams", "v"}) == "h264\n300\n240\nyuv420p\n30/1");
    CHECK(ask_about(made->file, "stream=codec_name,sample_rate,channels",
                    {"-select_streams", "a"}) == "aac\n48000\n2");
    CHECK(starts_fast(made->file));
  }
}

TEST_CASE("voice video: the voice is heard from the start, the portrait seen to the end") {
  Studio studio;
  const auto made = studio.render(studio.tone("short.wav", "0.4"));
  REQUIRE(made);
  const std::vector<float> sound = sound_of(made->file);
  CHECK(loudness_of(sound, 0.05, 0.35) > 0.05);
  CHECK(loudness_of(sound, 0.5, 0.95) < 0.001);
  for (const std::int64_t number : {0, 29}) {
    const Frame frame = frame_of(made->file, number, 300);
    CHECK(frame.at(150, 120).red > 200);
    CHECK(frame.at(150, 120).green < 60);
    CHECK(frame.at(150, 4).red < 40);  // padded with black
  }
}

TEST_CASE("voice video: same inputs, same bytes") {
  Studio studio;
  const fs::path sample = studio.tone("sample.wav", "1.5");
  const auto one = studio.render(sample);
  const auto two = studio.render(sample);
  REQUIRE(one);
  REQUIRE(two);
  CHECK(read_file(one->file, 1U << 24U).value() == read_file(two->file, 1U << 24U).value());
}

TEST_CASE("voice video: inputs that cannot be read are named") {
  Studio studio;
  const fs::path broken = studio.folder.path() / "broken.wav";
  REQUIRE(write_file_atomically(broken, "RIFF----WAVEfmt nothing follows"));
  const auto no_sound = studio.render(broken);
  REQUIRE(!no_sound);
  CHECK(no_sound.error().kind == ErrorKind::corrupt);
  CHECK(no_sound.error().message.find("broken.wav") != std::string::npos);

  const fs::path silent = studio.make("silent.mp4", {"-f", "lavfi", "-i", "testsrc2", "-t", "1"});
  const auto without_track = studio.render(silent, MediaType::mp4);
  REQUIRE(!without_track);
  CHECK(without_track.error().message.find("it has no sound") != std::string::npos);

  const fs::path torn = studio.folder.path() / "torn.png";
  REQUIRE(write_file_atomically(torn, read_file(studio.portrait, 1U << 20U)->substr(0, 60)));
  const auto no_picture =
      studio.render({{torn, MediaType::png}, {studio.tone("s.wav", "1"), MediaType::wav}});
  REQUIRE(!no_picture);
  CHECK(no_picture.error().message.find("torn.png") != std::string::npos);
}

}  // namespace reshoot
