// SPDX-License-Identifier: Apache-2.0
#include "media/mp4_index.h"

#include <doctest/doctest.h>

#include "media/probe.h"
#include "media_files.h"

namespace reshoot {
namespace {

constexpr const char* picture = "-f lavfi -i testsrc2=s=64x48:r=30000/1001:d=2 ";
constexpr const char* sound = "-f lavfi -i sine=r=48000:d=2 ";

std::optional<ClipCount> count(const std::filesystem::path& path) {
  const Result<std::optional<ClipCount>> counted = count_clip(path);
  REQUIRE(counted);
  return *counted;
}

ClipCount by_ffprobe(const std::filesystem::path& path) {
  const auto facts = probe(path, MediaType::mp4, test::tools(), Cancel());
  REQUIRE(facts);
  REQUIRE(facts->picture);
  return {facts->picture->frames, facts->sound.has_value()};
}

}  // namespace

TEST_CASE("count_clip: plain clips are counted as ffprobe counts them") {
  const TempDirectory folder = test::new_folder();
  const std::string both = std::string(picture) + sound;
  const std::string one = picture;
  const std::vector<std::pair<std::string, std::string>> clips{
      {"reordered", both + "-c:v libx264 -bf 3 -c:a aac -frames:v 37"},
      {"in-order", both + "-c:v libx264 -bf 0 -c:a aac"},
      {"silent", one + "-c:v libx264"},
      {"index-first", both + "-c:v libx264 -c:a aac -movflags +faststart"},
      {"no-edits", both + "-c:v libx264 -c:a aac -use_editlist 0"},
      {"one-picture", one + "-c:v libx264 -frames:v 1"},
  };
  for (const auto& clip : clips) {
    CAPTURE(clip.first);
    const auto path = test::make(folder, clip.first + ".mp4", clip.second);
    const std::optional<ClipCount> counted = count(path);
    const ClipCount expected = by_ffprobe(path);
    REQUIRE(counted);
    CHECK(counted->frames == expected.frames);
    CHECK(counted->has_sound == expected.has_sound);
  }
}

TEST_CASE("count_clip: what is not plain is left to ffprobe") {
  const TempDirectory folder = test::new_folder();
  const std::string both = std::string(picture) + sound;
  const auto plain = test::make(folder, "plain.mp4", both + "-c:v libx264 -c:a aac -g 60");
  const std::vector<std::pair<std::string, std::string>> clips{
      {"fragments", both + "-c:v libx264 -c:a aac -movflags frag_keyframe+empty_moov"},
      {"cut", "-ss 0.7 -i " + plain.string() + " -c copy"},
      {"another-codec", std::string(picture) + "-c:v mpeg4"},
      {"two-pictures", std::string(picture) + picture + "-map 0 -map 1 -c:v libx264"},
      {"sound-alone", std::string(sound) + "-c:a aac"},
  };
  for (const auto& clip : clips) {
    CAPTURE(clip.first);
    CHECK_FALSE(count(test::make(folder, clip.first + ".mp4", clip.second)));
  }
  const std::string bytes = test::read(plain);
  REQUIRE(count(plain));
  CHECK_FALSE(count(test::write(folder, "fake.mp4", "....ftypnothing more")));
  CHECK_FALSE(count(test::write(folder, "empty.mp4", "")));
  CHECK_FALSE(count(test::write(folder, "junk.mp4", bytes + "junk behind")));
  CHECK_FALSE(count_clip("/nowhere/at/all.mp4"));
  const auto first =
      test::make(folder, "first.mp4", "-i " + plain.string() + " -c copy -movflags +faststart");
  std::string cut = test::read(first);
  cut.resize(cut.size() - 100);
  CHECK_FALSE(count(test::write(folder, "short.mp4", cut)));
}

TEST_CASE("count_clip: any bytes are answered") {
  const TempDirectory folder = test::new_folder();
  const auto plain = test::make(folder, "a.mp4",
                                std::string(picture) + sound + "-c:v libx264 -c:a aac -frames:v 9");
  const std::string bytes = test::read(plain);
  const std::size_t index = bytes.find("moov");
  REQUIRE(index != std::string::npos);
  const std::string movie = bytes.substr(index + 4);
  REQUIRE(count_clip(movie, bytes.size()));
  for (std::size_t i = 0; i < movie.size(); ++i) {
    const auto cut = count_clip(std::string_view(movie).substr(0, i), bytes.size());
    CHECK((!cut || cut->frames == 9));  // what follows the last track may be missing
    for (const char byte : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string damaged = movie;
      damaged[i] = byte;
      const auto counted = count_clip(damaged, bytes.size());
      CHECK((!counted || counted->frames > 0));
    }
  }
}

}  // namespace reshoot
