// SPDX-License-Identifier: Apache-2.0
#include "media/mp4_index.h"

#include <doctest/doctest.h>

#include "media/probe.h"
#include "media_files.h"

namespace reshoot {
namespace {

constexpr const char* picture = "-f lavfi -i testsrc2=s=64x48:r=30000/1001:d=2 ";
constexpr const char* sound = "-f lavfi -i sine=r=48000:d=2 ";

std::optional<PlainClip> count(const std::filesystem::path& path) {
  const Result<std::optional<PlainClip>> counted = read_plain_clip(path);
  REQUIRE(counted);
  return *counted;
}

PlainClip by_ffprobe(const std::filesystem::path& path) {
  const auto facts = probe(path, MediaType::mp4, test::tools(), Cancel());
  REQUIRE(facts);
  REQUIRE(facts->picture);
  return {facts->picture->frames, facts->sound.has_value(), {}};
}

}  // namespace

TEST_CASE("read_plain_clip: plain clips are counted as ffprobe counts them") {
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
    const std::optional<PlainClip> counted = count(path);
    const PlainClip expected = by_ffprobe(path);
    REQUIRE(counted);
    CHECK(counted->frames == expected.frames);
    CHECK(counted->has_sound == expected.has_sound);
  }
}

TEST_CASE("read_plain_clip: what is not plain is left to ffprobe") {
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
  CHECK_FALSE(read_plain_clip("/nowhere/at/all.mp4"));
  const auto first =
      test::make(folder, "first.mp4", "-i " + plain.string() + " -c copy -movflags +faststart");
  std::string cut = test::read(first);
  cut.resize(cut.size() - 100);
  CHECK_FALSE(count(test::write(folder, "short.mp4", cut)));
}

TEST_CASE("read_plain_clip: pictures are described as ffprobe describes them, or not at all") {
  const TempDirectory folder = test::new_folder();
  const std::string one = picture;
  const std::string both = one + sound;
  const std::string h264 = " -c:v libx264 -pix_fmt yuv420p ";
  const auto plain = test::make(folder, "plain.mp4", both + h264 + "-c:a aac -t 1");
  struct Row {
    std::string name, arguments;
    bool described = true;
  };
  const std::vector<Row> rows{
      {"constant", both + h264 + "-c:a aac"},
      {"reordered", one + h264 + "-bf 3 -frames:v 37"},
      {"in-order", both + h264 + "-bf 0 -c:a aac"},
      {"baseline", one + h264 + "-profile:v baseline"},
      {"one-picture", one + h264 + "-frames:v 1"},
      {"whole-rate", "-f lavfi -i testsrc2=s=320x180:r=24:d=3" + h264},
      {"cut-off-blocks", "-f lavfi -i testsrc2=s=322x182:r=25:d=1" + h264},
      {"uneven", one + "-vf setpts=N*N/300/TB -fps_mode vfr" + h264},
      {"uneven-reordered", one + "-vf setpts=N*N/900/TB -fps_mode vfr -bf 2" + h264},
      {"square", one + "-vf setsar=1" + h264},
      {"coarse-movie", one + h264 + "-movie_timescale 90 -frames:v 31"},
      {"fine-track", one + h264 + "-video_track_timescale 90000"},
      {"no-edits", both + h264 + "-c:a aac -use_editlist 0"},
      {"late", one + "-vf setpts=PTS+0.5/TB" + h264, false},
      {"wide-pixels", one + "-vf setsar=4/3" + h264, false},
      {"said-only-in-the-container", "-i " + plain.string() + " -c copy -aspect 2:1", false},
      {"said-only-in-the-pictures",
       "-i " + plain.string() + " -c copy -bsf:v h264_metadata=sample_aspect_ratio=4/3", false},
      {"interlaced", one + h264 + "-flags +ilme+ildct", false},
      {"other-colours", one + "-c:v libx264 -pix_fmt yuv444p", false},
      {"hevc", one + "-c:v libx265 -x265-params log-level=none -frames:v 5", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto path = test::make(folder, row.name + ".mp4", row.arguments);
    const std::optional<PlainClip> clip = count(path);
    CHECK((clip && clip->picture) == row.described);
    if (!clip || !clip->picture) {
      continue;
    }
    const auto facts = probe(path, MediaType::mp4, test::tools(), Cancel());
    REQUIRE(facts);
    REQUIRE(facts->picture);
    const PictureFacts& expected = *facts->picture;
    CHECK(clip->frames == expected.frames);
    CHECK(clip->has_sound == facts->sound.has_value());
    CHECK(clip->picture->size == expected.coded);
    CHECK(clip->picture->size == expected.shown);
    CHECK(clip->picture->average_rate == expected.average_rate);
    CHECK(clip->picture->time.base == expected.time.base);
    CHECK(clip->picture->time.duration == expected.time.duration);
    CHECK(expected.rotation == 0);
  }
}

TEST_CASE("read_plain_clip: what a head says otherwise is left to ffprobe") {
  const TempDirectory folder = test::new_folder();
  const auto plain =
      test::make(folder, "plain.mp4", std::string(picture) + "-c:v libx264 -pix_fmt yuv420p -t 1");
  const std::string bytes = test::read(plain);
  struct Row {
    std::string box;
    std::size_t at;  ///< from the box's type on
    std::string bytes;
  };
  const std::string one = test::big32(0x10000);
  const std::vector<Row> rows{
      {"tkhd", 44, test::big32(0) + one + test::big32(0) + test::big32(0xffff0000)},  // turned
      {"tkhd", 44, test::big32(0x20000)},                                             // widened
      {"mvhd", 40, test::big32(0xffff0000)},                                          // mirrored
      {"tkhd", 80, test::big32(128 << 16U)},                                          // shown wider
      {"avc1", 28, test::big16(62)},         // not the decoder's size
      {"elst", 12, test::big32(999)},        // ends before the last picture does
      {"mdhd", 20, test::big32(0)},          // no length
      {"mdhd", 16, test::big32(2'000'000)},  // ticks of half a microsecond
      {"stts", 16, test::big32(0)},          // no time between pictures
  };
  for (const Row& row : rows) {
    CAPTURE(row.box);
    CAPTURE(row.at);
    std::string changed = bytes;
    const std::size_t box = changed.find(row.box, changed.find("moov"));
    REQUIRE(box != std::string::npos);
    changed.replace(box + row.at, row.bytes.size(), row.bytes);
    const std::optional<PlainClip> clip = count(test::write(folder, "changed.mp4", changed));
    CHECK_FALSE((clip && clip->picture));
  }
  CHECK(count(test::write(folder, "same.mp4", bytes))->picture);
}

TEST_CASE("read_plain_clip: any bytes are answered") {
  const TempDirectory folder = test::new_folder();
  const auto plain = test::make(folder, "a.mp4",
                                std::string(picture) + sound + "-c:v libx264 -c:a aac -frames:v 9");
  const std::string bytes = test::read(plain);
  const std::size_t index = bytes.find("moov");
  REQUIRE(index != std::string::npos);
  const std::string movie = bytes.substr(index + 4);
  REQUIRE(read_plain_clip(movie, bytes.size()));
  for (std::size_t i = 0; i < movie.size(); ++i) {
    const auto cut = read_plain_clip(std::string_view(movie).substr(0, i), bytes.size());
    CHECK((!cut || cut->frames == 9));  // what follows the last track may be missing
    for (const char byte : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string damaged = movie;
      damaged[i] = byte;
      const auto counted = read_plain_clip(damaged, bytes.size());
      CHECK((!counted || counted->frames > 0));
      if (counted && counted->picture) {
        CHECK(counted->picture->size == Size{64, 48});
        CHECK(counted->picture->average_rate.num > 0);
        CHECK(counted->picture->time.duration > 0);
      }
    }
  }
}

}  // namespace reshoot
