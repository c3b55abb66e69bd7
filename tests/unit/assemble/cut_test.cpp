// SPDX-License-Identifier: Apache-2.0
#include "assemble/cut.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <sstream>

#include "assemble/conform.h"
#include "assemble/loudness.h"
#include "assemble/sound_mix.h"
#include "lavfi.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t width = 64;
constexpr double tone = 0.2;  // amplitude

struct Folder {
  TempDirectory folder = *TempDirectory::create(fs::temp_directory_path(), "cut");
  int scratches = 0;

  fs::path scratch() {
    const fs::path path = folder.path() / std::to_string(++scratches);
    fs::create_directory(path);
    return path;
  }

  /// A grey segment, and what `sound` (a lavfi source) makes beside it.
  CutSegment segment(int grey, std::int64_t frames, Rate fps, const std::string& sound,
                     const std::string& file = "clip.mp4") {
    const fs::path clip = scratch() / file;
    const double seconds = static_cast<double>(frames * fps.den) / fps.num;
    const std::string colour = fmt::format("0x{0:02x}{0:02x}{0:02x}", grey);
    Arguments arguments{"-f", "lavfi", "-i",
                        fmt::format("color={}:s=64x36:r={}", colour, fps.fraction())};
    if (!sound.empty()) {
      append(arguments, {"-f", "lavfi", "-i", sound});
    }
    append(arguments,
           {"-t", fmt::format("{:.6f}", seconds + 0.05), "-pix_fmt", "yuv420p", clip.string()});
    run_ffmpeg_with(std::move(arguments));
    const MediaType type = clip.extension() == ".mov" ? MediaType::mov : MediaType::mp4;
    const WorkInput source{clip, type};
    const ConformWork work{.source = source,
                           .size = {width, 36},
                           .fps = fps,
                           .fit = Fit::crop,
                           .seconds = Length{std::llround(seconds * 1000)}};
    const auto output = conform(work, toolbox(), scratch(), Cancel());
    REQUIRE(output);
    REQUIRE(output->frames == frames);
    return {output->file, frames, output->has_sound ? std::optional(source) : std::nullopt};
  }

  Result<StepOutput> cut_it(const std::vector<CutSegment>& segments, Rate fps,
                            Loudness loudness = {-1600}) {
    return cut({segments, {width, 36}, fps, loudness}, toolbox(), scratch(), Cancel());
  }
};

/// A tone of `hertz` for 0.1 s from the start, then silence.
std::string beep(int hertz, const std::string& more = "") {
  return fmt::format("aevalsrc=if(lt(t\\,0.1)\\,{}*cos(2*PI*{}*t)\\,0):s=48000:c=stereo{}", tone,
                     hertz, more);
}

/// The first sound frame from `from` on that is louder than `level`.
std::int64_t onset(const std::vector<float>& samples, std::int64_t from, double level) {
  const auto begin = samples.begin() + from * static_cast<std::int64_t>(sound_channels);
  const auto found =
      std::find_if(begin, samples.end(), [&](float s) { return std::abs(s) > level; });
  return (found - samples.begin()) / static_cast<std::int64_t>(sound_channels);
}

float peak_of(const std::vector<float>& samples) {
  float peak = 0;
  for (const float sample : samples) {
    peak = std::max(peak, std::abs(sample));
  }
  return peak;
}

double loudness_of(const std::vector<float>& samples) {
  LoudnessMeter meter;
  meter.add(samples);
  return meter.integrated().value_or(-100);
}

/// The grey level of every frame.
std::vector<int> greys_of(const fs::path& file) {
  const std::string bytes = run_ffmpeg_with(
      {"-i", file.string(), "-vf", "crop=2:2,format=gray", "-f", "rawvideo", "pipe:1"});
  std::vector<int> greys;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    greys.push_back(static_cast<unsigned char>(bytes[i]));
  }
  return greys;
}

/// Fails where the frames from `start` are not of one grey level.
void check_greys(const std::vector<int>& greys, std::int64_t start, std::int64_t count, int grey) {
  REQUIRE(static_cast<std::int64_t>(greys.size()) >= start + count);
  for (std::int64_t frame = start; frame < start + count; ++frame) {
    CAPTURE(frame);
    CHECK(std::abs(greys[static_cast<std::size_t>(frame)] - grey) < 4);
  }
}

/// When the pictures are shown, sorted, in ticks of the stream.
std::vector<std::int64_t> picture_times(const fs::path& file) {
  std::istringstream text(ask_about(file, "packet=pts", {"-select_streams", "v"}));
  std::vector<std::int64_t> times{std::istream_iterator<std::int64_t>(text), {}};
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace

TEST_CASE_FIXTURE(Folder, "cut: pictures and sound of every segment start together") {
  struct Row {
    Rate fps;
    std::vector<std::int64_t> frames;
  };
  const std::vector<Row> rows{{{30, 1}, {15, 31, 9, 22}},
                              {{30000, 1001}, {15, 31, 1, 22, 17}},
                              {{24, 1}, {7, 13, 24}},
                              {{60000, 1001}, {11, 29, 50}}};
  for (const Row& row : rows) {
    CAPTURE(row.fps.text());
    std::vector<CutSegment> segments;
    for (std::size_t i = 0; i < row.frames.size(); ++i) {
      // A beep needs room to end in.
      const std::string sound = row.frames[i] > 4 ? beep(1000) : "";
      segments.push_back(segment(static_cast<int>(40 + 40 * i), row.frames[i], row.fps, sound));
    }
    const auto output = cut_it(segments, row.fps);
    REQUIRE(output);
    std::int64_t frames = 0;
    const auto samples = sound_of(output->file);
    const double level = peak_of(samples) / 2;
    const auto greys = greys_of(output->file);
    for (std::size_t i = 0; i < row.frames.size(); ++i) {
      CAPTURE(i);
      const int grey = static_cast<int>(40 + 40 * i);
      check_greys(greys, frames, row.frames[i], grey);
      const std::int64_t start = sound_position(frames, row.fps);
      constexpr std::int64_t fade_and_codec = 360;  // 7.5 ms
      if (segments[i].sound) {
        CHECK(std::abs(onset(samples, std::max<std::int64_t>(0, start - 1000), level) - start) <
              fade_and_codec);
      }
      frames += row.frames[i];
    }
    CHECK(output->frames == frames);
    CHECK(output->has_sound);
    CHECK(starts_fast(output->file));
    CHECK(ask_about(output->file,
                    "stream=codec_name,r_frame_rate,avg_frame_rate,start_pts,nb_read_frames",
                    {"-select_streams", "v", "-count_frames"}) ==
          fmt::format("h264\n{0}\n{0}\n0\n{1}", row.fps.fraction(), frames));
    CHECK(ask_about(output->file, "stream=codec_name,sample_rate,channels,start_pts",
                    {"-select_streams", "a"}) == "aac\n48000\n2\n0");
    // Both streams last as long as the frames do, to the millisecond of the file's clock.
    const double seconds = static_cast<double>(frames * row.fps.den) / row.fps.num;
    for (const char* stream : {"v", "a"}) {
      const double lasts =
          std::stod(ask_about(output->file, "stream=duration", {"-select_streams", stream}));
      CHECK(std::abs(lasts - seconds) < 0.002);
    }
    // Presentation times are those of the frames: no gap, no overlap.
    const std::int64_t tick = std::stoll(ask_about(
        output->file, "packet=duration", {"-select_streams", "v", "-read_intervals", "%+#1"}));
    std::vector<std::int64_t> expected;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
      expected.push_back(frame * tick);
    }
    CHECK(picture_times(output->file) == expected);
  }
}

TEST_CASE_FIXTURE(Folder, "cut: pictures are copied, not encoded again") {
  const Rate fps{30, 1};
  const std::vector<CutSegment> segments{segment(50, 10, fps, ""), segment(200, 12, fps, "")};
  const auto output = cut_it(segments, fps);
  REQUIRE(output);
  // All but the first packet of each, which may carry the parameter sets again.
  const auto packets = [](const fs::path& file) {
    const std::string hashes =
        ask_about(file, "packet=data_hash", {"-select_streams", "v", "-show_data_hash", "md5"});
    return hashes.substr(hashes.find('\n') + 1);
  };
  const std::string joined = packets(output->file);
  CHECK(joined.find(packets(segments[0].picture)) == 0);
  CHECK(joined.ends_with(packets(segments[1].picture)));
}

TEST_CASE_FIXTURE(Folder, "cut: the asked loudness, whatever the sources are like") {
  const Rate fps{25, 1};
  const std::string noise = "anoisesrc=c=pink:r=48000:a=0.4:seed=5,tremolo=f=3:d=0.9";
  const std::vector<CutSegment> segments{
      segment(20, 30, fps, noise),
      segment(40, 30, fps, noise + ",aformat=sample_rates=22050:channel_layouts=mono"),
      segment(60, 30, fps, noise + ",aformat=sample_rates=44100:channel_layouts=5.1"),
      segment(80, 30, fps, ""), segment(100, 30, fps, noise + ",volume=0.1", "clip.mov")};
  for (const std::int32_t target : {-2300, -1600, -1400}) {
    CAPTURE(target);
    const auto output = cut_it(segments, fps, {target});
    REQUIRE(output);
    CHECK(output->warnings.empty());
    const auto samples = sound_of(output->file);
    CHECK(std::abs(loudness_of(samples) - target / 100.0) < 0.5);
    CHECK(peak_of(samples) < 1);
  }
}

TEST_CASE_FIXTURE(Folder, "cut: silence stays silent") {
  const Rate fps{30, 1};
  const std::vector<CutSegment> segments{segment(50, 20, fps, ""),
                                         segment(90, 20, fps, "anullsrc=r=44100:cl=mono")};
  const auto output = cut_it(segments, fps);
  REQUIRE(output);
  CHECK(output->has_sound);
  const auto samples = sound_of(output->file);
  CHECK(samples.size() >= 64000 * sound_channels);
  CHECK(peak_of(samples) == 0);
}

TEST_CASE_FIXTURE(Folder, "cut: sound that is shorter, longer or late") {
  const Rate fps{30, 1};
  const CutSegment short_sound = segment(50, 30, fps, beep(500, ":d=0.3"));
  const CutSegment long_sound =
      segment(90, 30, fps, "sine=f=500:r=48000,aformat=channel_layouts=stereo");
  // The clip as a container in which the sound begins 0.5 s after the picture.
  CutSegment late = segment(130, 30, fps, beep(500));
  const fs::path shifted = folder.path() / "late.mp4";
  run_ffmpeg_with({"-i", late.sound->path.string(), "-itsoffset", "0.5", "-i",
                   late.sound->path.string(), "-map", "0:v", "-map", "1:a", "-c", "copy",
                   shifted.string()});
  late.sound->path = shifted;
  auto mixed = mix_sound(std::vector{short_sound, long_sound, late}, fps, toolbox().tools,
                         folder.path() / "m", Cancel());
  REQUIRE(mixed);
  CHECK(mixed->frames() == 3 * 48000);
  std::vector<float> samples;
  for (auto block = mixed->read(); !block->empty(); block = mixed->read()) {
    samples.insert(samples.end(), block->begin(), block->end());
  }
  const auto loudest = [&](std::int64_t from, std::int64_t to) {
    return peak_of({samples.begin() + from * 2, samples.begin() + to * 2});
  };
  CHECK(loudest(0, 4800) > 0.15);
  CHECK(loudest(9600, 48000) < 0.01);
  CHECK(loudest(90'000, 95'000) > 0.08);
  CHECK(loudest(96'000, 119'000) < 0.01);
  CHECK(std::abs(onset(samples, 96'000, 0.1) - 120'000) < 480);
}

TEST_CASE_FIXTURE(Folder, "cut: many segments do not drift, and give the same bytes twice") {
  const Rate fps{30000, 1001};
  const std::vector<CutSegment> kinds{segment(50, 7, fps, beep(1000)), segment(100, 5, fps, ""),
                                      segment(150, 4, fps, beep(1000))};
  std::vector<CutSegment> segments;
  std::int64_t frames = 0;
  for (std::size_t i = 0; i < 70; ++i) {
    segments.push_back(kinds[i % kinds.size()]);
    frames += segments.back().frames;
  }
  const auto first = cut_it(segments, fps);
  const auto second = cut_it(segments, fps);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->frames == frames);
  CHECK(read_file(first->file, 1U << 26U).value() == read_file(second->file, 1U << 26U).value());
  const auto samples = sound_of(first->file);
  const std::int64_t last = sound_position(frames - segments.back().frames, fps);
  const double level = peak_of(samples) / 2;
  CHECK(std::abs(onset(samples, last - 480, level) - last) < 360);
  const auto greys = greys_of(first->file);
  check_greys(greys, frames - 7, 7, 50);
  check_greys(greys, frames - 11, 4, 150);
}

TEST_CASE_FIXTURE(Folder, "cut: what cannot be used is an error that names the file") {
  const Rate fps{30, 1};
  const CutSegment good = segment(50, 30, fps, beep(700));
  const std::string bytes = read_file(good.sound->path, 1U << 24U).value();
  CutSegment silent = segment(60, 10, fps, "");
  silent.sound = WorkInput{folder.path() / "silent.mp4", MediaType::mp4};
  fs::copy_file(silent.picture, silent.sound->path);
  CutSegment cut_off = good;
  cut_off.sound->path = folder.path() / "cut off.mp4";
  run_ffmpeg_with({"-i", good.sound->path.string(), "-c", "copy", "-movflags", "+faststart",
                   cut_off.sound->path.string()});
  fs::resize_file(cut_off.sound->path, fs::file_size(cut_off.sound->path) * 2 / 3);
  CutSegment text = good;
  text.sound->path = folder.path() / "text.mp4";
  REQUIRE(write_file_atomically(text.sound->path, "no video at all"));
  for (const CutSegment& bad : {silent, cut_off, text}) {
    const std::string name = bad.sound->path.filename().string();
    CAPTURE(name);
    const auto output = cut_it({good, bad, good}, fps);
    REQUIRE_FALSE(output);
    CAPTURE(output.error().message);
    CHECK(output.error().kind == ErrorKind::corrupt);
    CHECK(output.error().message.find(name) != std::string::npos);
  }
  CutSegment torn = good;
  torn.picture = folder.path() / "torn.mp4";
  REQUIRE(write_file_atomically(torn.picture, bytes.substr(0, bytes.size() / 2)));
  const auto output = cut_it({good, torn}, fps);
  REQUIRE_FALSE(output);
  CHECK(output.error().kind == ErrorKind::corrupt);
}

}  // namespace reshoot
