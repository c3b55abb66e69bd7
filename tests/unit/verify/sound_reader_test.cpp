// SPDX-License-Identifier: Apache-2.0
#include "verify/sound_reader.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "verify/sound_level.h"
#include "voices.h"

namespace reshoot {

using namespace test;

namespace {

Result<std::optional<Sound>> sound_in(const std::filesystem::path& path, MediaType type) {
  return read_sound(path, type, tools(), Cancel());
}

std::vector<float> samples_of(const std::filesystem::path& path, MediaType type) {
  auto sound = sound_in(path, type);
  if (!sound) {
    FAIL(sound.error().message);
  }
  REQUIRE(sound->has_value());
  return std::move((*sound)->samples);
}

/// A video of two seconds, with more arguments for its sound.
std::filesystem::path make_clip(const TempDirectory& folder, const std::string& name,
                                const std::string& sound) {
  return make(folder, name,
              "-f lavfi -i testsrc2=size=64x48:rate=10:duration=2 " + sound + " -c:v mpeg4");
}

}  // namespace

TEST_CASE("read_sound: samples of 16 kHz come as they are") {
  const auto folder = new_folder();
  const auto wanted = white_noise(0.5, 1.23);
  CHECK(samples_of(write_wav(folder, "noise.wav", wanted), MediaType::wav) == wanted);
}

TEST_CASE("read_sound: any number of samples") {
  const auto folder = new_folder();
  for (const std::size_t count : {0U, 1U, 2U, 15'999U}) {
    CAPTURE(count);
    const std::vector<float> wanted(count, 0.25F);
    const auto wav = write_wav(folder, std::to_string(count) + ".wav", wanted);
    CHECK(samples_of(wav, MediaType::wav) == wanted);
  }
}

TEST_CASE("read_sound: other rates and channels become one of 16 kHz") {
  const auto folder = new_folder();
  const auto file = make(folder, "stereo.wav",
                         "-f lavfi -i sine=frequency=440:sample_rate=44100:duration=2 "
                         "-af volume=4 -ac 2");
  const auto samples = samples_of(file, MediaType::wav);
  CHECK(std::abs(static_cast<double>(samples.size()) - 32'000) < 10);
  CHECK(level_of(samples) == doctest::Approx(-9.03).epsilon(0.02));  // 4 * 1/8 of full scale
}

TEST_CASE("read_sound: times are the file's: sound that starts late follows silence") {
  const auto folder = new_folder();
  const auto clip = make_clip(
      folder, "late.mp4",
      "-itsoffset 0.75 -f lavfi -i sine=frequency=440:sample_rate=48000:duration=1 -c:a aac");
  const auto samples = samples_of(clip, MediaType::mp4);
  const auto loud = std::find_if(samples.begin(), samples.end(),
                                 [](float sample) { return std::abs(sample) > 0.05F; });
  const double start = static_cast<double>(loud - samples.begin()) / sound_rate;
  CHECK(start > 0.65);
  CHECK(start < 0.8);
}

TEST_CASE("read_sound: a clip without sound is not an error") {
  const auto folder = new_folder();
  const auto sound = sound_in(make_clip(folder, "mute.mp4", "-an"), MediaType::mp4);
  REQUIRE(sound);
  CHECK_FALSE(sound->has_value());
}

TEST_CASE("read_sound: broken files give what is left of them or an error in words") {
  const auto folder = new_folder();
  const auto whole =
      make_clip(folder, "whole.mp4",
                "-f lavfi -i sine=sample_rate=48000:duration=2 -c:a aac -movflags +faststart");
  const std::string bytes = test::read(whole);
  const auto file = folder.path() / "broken.mp4";
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, std::size_t{100}, bytes.size() / 4,
                                 bytes.size() / 2, bytes.size() - 1}) {
    CAPTURE(size);
    REQUIRE(write_file_atomically(file, std::string_view(bytes).substr(0, size)));
    const auto sound = sound_in(file, MediaType::mp4);
    if (!sound) {
      CHECK(sound.error().kind == ErrorKind::corrupt);
      CHECK(sound.error().message.find("broken.mp4") != std::string::npos);
    } else if (*sound) {
      CHECK((*sound)->samples.size() <= 33'000);
    }
  }
  CHECK_FALSE(sound_in(folder.path() / "none.mp4", MediaType::mp4));
  REQUIRE(write_file_atomically(file, "ffconcat version 1.0\nfile whole.mp4\n"));
  CHECK_FALSE(sound_in(file, MediaType::mp4));
}

TEST_CASE("read_sound: samples that are no numbers, or beyond all loudness, are tamed") {
  const auto folder = new_folder();
  const auto wav =
      write_wav(folder, "wild.wav", {0.5F, NAN, INFINITY, -INFINITY, 1e30F, -1e30F, -0.5F});
  const auto samples = samples_of(wav, MediaType::wav);
  REQUIRE(samples.size() == 7);
  CHECK(samples.front() == 0.5F);
  CHECK(samples.back() == -0.5F);
  for (const float sample : samples) {
    CHECK(std::abs(sample) <= 8);
  }
}

TEST_CASE("read_sound: ten minutes are read, more are cut") {
  const auto folder = new_folder();
  for (const auto& [seconds, cut] : {std::pair{600, false}, {601, true}}) {
    const auto file = make(folder, std::to_string(seconds) + ".flac",
                           "-f lavfi -i anullsrc=r=16000:cl=mono -t " + std::to_string(seconds));
    const auto sound = sound_in(file, MediaType::flac);
    REQUIRE(sound);
    REQUIRE(sound->has_value());
    CHECK((*sound)->samples.size() == 600 * 16'000);
    CHECK((*sound)->cut == cut);
  }
}

TEST_CASE("read_sound: stops when asked to") {
  const auto folder = new_folder();
  Cancel cancel;
  cancel.request();
  const auto wav = write_wav(folder, "some.wav", silence(1));
  CHECK(read_sound(wav, MediaType::wav, tools(), cancel).error().kind == ErrorKind::cancelled);
}

}  // namespace reshoot
