// SPDX-License-Identifier: Apache-2.0
#include "verify/frame_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "unit/media/media_files.h"

namespace reshoot {
namespace {

/// What was read: one entry per sample.
struct Reading {
  FramesRead read;
  std::vector<std::int64_t> times, thumb_times;
  std::vector<std::string> pixels;  // red, green, blue in the middle of the frame, in fours
  std::vector<std::string> thumb_pixels;
  Size size;
};

std::string middle_of(const PictureView& picture) {
  const std::uint8_t* const pixel =
      picture.bgr + static_cast<std::size_t>(picture.size.height / 2) * picture.stride +
      3 * static_cast<std::size_t>(picture.size.width / 2);
  std::string out;
  for (const int channel : {2, 1, 0}) {
    out += pixel[channel] > 170 ? '2' : pixel[channel] > 85 ? '1' : '0';
  }
  return out;
}

Reading read_clip(const std::filesystem::path& path, const Sampling& sampling = {}) {
  const Cancel cancel;
  const auto facts = probe(path, MediaType::mp4, test::tools(), cancel);
  REQUIRE(facts);
  REQUIRE(facts->picture);
  Reading out;
  const auto take = [&](const SampledFrame& frame) {
    out.times.push_back(frame.time_ms);
    out.pixels.push_back(middle_of(frame.picture));
    out.size = frame.picture.size;
    for (const Thumb& thumb : frame.thumbs) {
      out.thumb_times.push_back(thumb.time_ms);
      out.thumb_pixels.push_back(middle_of(thumb.picture));
    }
  };
  const auto read =
      read_frames(path, MediaType::mp4, *facts->picture, sampling, test::tools(), cancel, take);
  REQUIRE(read);
  out.read = *read;
  return out;
}

const std::string h264 = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p ";

}  // namespace

TEST_CASE("read_frames: a frame every quarter of a second, thumbnails between") {
  const auto folder = test::new_folder();
  const auto clip = test::make(folder, "a.mp4",
                               "-f lavfi -i color=red:s=320x180:r=30:d=0.5 -f lavfi -i "
                               "color=blue:s=320x180:r=30:d=0.6 -filter_complex concat" +
                                   h264);
  const Reading got = read_clip(clip);
  CHECK(got.size == Size{320, 180});
  CHECK_FALSE(got.read.more);
  CHECK(got.times == std::vector<std::int64_t>{0, 250, 500, 750, 1000});
  CHECK(got.pixels == std::vector<std::string>{"200", "200", "002", "002", "002"});
  REQUIRE(got.thumb_times.size() >= 26);
  CHECK(got.thumb_times.size() <= 27);  // 1.1 s, and not a whole sheet
  CHECK(got.thumb_times[1] == 41);
  CHECK(got.thumb_times[12] == 500);
  CHECK(got.thumb_pixels[11] == "200");
  CHECK(got.thumb_pixels[12] == "002");

  SUBCASE("no more than was asked for") {
    Sampling few;
    few.max_samples = 2;
    const Reading begun = read_clip(clip, few);
    CHECK(begun.times == std::vector<std::int64_t>{0, 250});
    CHECK(begun.read.samples == 2);
    CHECK(begun.read.more);
  }
}

TEST_CASE("read_frames: frames of uneven lengths are taken by the times at which they are shown") {
  const auto folder = test::new_folder();
  // 30 frames: the first half is shown for 1/30 s each, the second for 1/10 s each.
  const auto clip = test::make(
      folder, "v.mp4",
      "-f lavfi -i color=red:s=160x90:r=30:d=0.5 -f lavfi -i color=blue:s=160x90:r=30:d=0.5 "
      "-filter_complex concat,setpts='if(lt(N,15),N,15+(N-15)*3)/30/TB' -fps_mode vfr" +
          h264);
  const Reading got = read_clip(clip);
  CHECK(got.times.size() == 8);
  CHECK(got.pixels ==
        std::vector<std::string>{"200", "200", "002", "002", "002", "002", "002", "002"});
}

TEST_CASE("read_frames: upright, with square pixels, and not too large") {
  const auto folder = test::new_folder();
  test::make(folder, "wide.mp4", "-f lavfi -i testsrc=s=1920x1080:r=10:d=0.3" + h264);
  CHECK(read_clip(folder.path() / "wide.mp4").size == Size{1280, 720});
  test::make(folder, "anamorphic.mp4",
             "-f lavfi -i testsrc=s=160x160:r=10:d=0.3 -vf setsar=2/1" + h264);
  CHECK(read_clip(folder.path() / "anamorphic.mp4").size == Size{320, 160});
  test::make(folder, "tiny.mp4", "-f lavfi -i color=red:s=2x2:r=10:d=0.3 -c:v mpeg4");
  const Reading tiny = read_clip(folder.path() / "tiny.mp4");
  CHECK(tiny.size == Size{2, 2});
  CHECK(tiny.pixels.at(0) == "200");
  test::make(folder, "long.mp4", "-f lavfi -i color=red:s=16x2048:r=10:d=0.2" + h264);
  CHECK(read_clip(folder.path() / "long.mp4").size == Size{10, 1280});
}

TEST_CASE("read_frames: a clip that is shown turned is seen turned") {
  const auto folder = test::new_folder();
  test::make(
      folder, "lying.mp4",
      "-f lavfi -i color=red:s=160x180:r=10:d=0.2 -f lavfi -i color=blue:s=160x180:r=10:d=0.2 "
      "-filter_complex hstack" +
          h264);
  const auto clip =
      test::make(folder, "turned.mp4", "-i lying.mp4 -c copy -metadata:s:v:0 rotate=90");
  const Cancel cancel;
  const auto facts = probe(clip, MediaType::mp4, test::tools(), cancel);
  REQUIRE(facts);
  // Which way `rotate` turns differs between versions of ffmpeg.
  const bool clockwise = facts->picture->rotation == 90;
  CHECK((clockwise || facts->picture->rotation == 270));
  const auto take = [&](const SampledFrame& frame) {
    const PictureView& picture = frame.picture;
    CHECK(picture.size == Size{180, 320});
    CHECK(middle_of({picture.bgr, {180, 160}, picture.stride}) == (clockwise ? "200" : "002"));
    CHECK(middle_of({picture.bgr + 160 * picture.stride, {180, 160}, picture.stride}) ==
          (clockwise ? "002" : "200"));
  };
  const auto read =
      read_frames(clip, MediaType::mp4, *facts->picture, {}, test::tools(), cancel, take);
  REQUIRE(read);
  CHECK(read->samples == 1);
}

TEST_CASE("read_frames: stops when it is asked to") {
  const auto folder = test::new_folder();
  const auto clip = test::make(folder, "a.mp4", "-f lavfi -i testsrc=s=320x180:r=30:d=2" + h264);
  Cancel cancel;
  const auto facts = probe(clip, MediaType::mp4, test::tools(), cancel);
  REQUIRE(facts);
  int seen = 0;
  const auto stop = [&](const SampledFrame&) {
    ++seen;
    cancel.request();
  };
  const auto read =
      read_frames(clip, MediaType::mp4, *facts->picture, {}, test::tools(), cancel, stop);
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == ErrorKind::cancelled);
  CHECK(seen == 1);
}

TEST_CASE("read_frames: of more frames than are gathered at once, none is lost or changes places") {
  const auto folder = test::new_folder();
  const auto clip = test::make(folder, "long.mp4",
                               "-f lavfi -i color=red:s=1280x720:r=4:d=4 -f lavfi -i "
                               "color=blue:s=1280x720:r=4:d=3 -filter_complex concat" +
                                   h264);
  const Reading got = read_clip(clip);
  CHECK(got.read.samples == 28);
  REQUIRE(got.times.size() == 28);
  for (std::size_t i = 0; i < got.times.size(); ++i) {
    CAPTURE(i);
    CHECK(got.times[i] == static_cast<std::int64_t>(i) * 250);
    CHECK(got.pixels[i] == (i < 16 ? "200" : "002"));
  }
}

TEST_CASE("read_picture: PNG, JPEG and WebP, turned upright") {
  const auto folder = test::new_folder();
  const std::string halves =
      "-f lavfi -i color=red:s=60x40 -f lavfi -i color=blue:s=60x40 -filter_complex hstack "
      "-frames:v 1 ";
  const Cancel cancel;
  struct Row {
    std::string name;
    MediaType type;
  };
  for (const Row& row : {Row{"a.png", MediaType::png}, Row{"a.jpg", MediaType::jpeg},
                         Row{"a.webp", MediaType::webp_lossy}}) {
    CAPTURE(row.name);
    const auto path = test::make(folder, row.name, halves);
    const auto picture = read_picture(path, row.type, 1280, test::tools(), cancel);
    REQUIRE(picture);
    CHECK(picture->size == Size{120, 40});
    CHECK(middle_of({picture->bgr.data(), {60, 40}, 360}) == "200");
    CHECK(middle_of({picture->bgr.data() + 180, {60, 40}, 360}) == "002");
  }
  SUBCASE("a JPEG that says how it was held") {
    const std::string bytes = test::read(folder.path() / "a.jpg");
    const std::string exif = std::string("Exif\0\0", 6) + test::tiff_orientation(6);
    const auto path =
        test::write(folder, "turned.jpg",
                    bytes.substr(0, 2) + test::jpeg_segment(0xE1, exif) + bytes.substr(2));
    const auto picture = read_picture(path, MediaType::jpeg, 60, test::tools(), cancel);
    REQUIRE(picture);
    CHECK(picture->size == Size{20, 60});
    CHECK(middle_of({picture->bgr.data(), {20, 30}, 60}) == "200");
    CHECK(middle_of({picture->bgr.data() + std::size_t{30} * 60, {20, 30}, 60}) == "002");
  }
  SUBCASE("no picture") {
    const auto path = test::write(folder, "b.png", "\x89PNG\r\n\x1a\n and no more");
    const auto picture = read_picture(path, MediaType::png, 1280, test::tools(), cancel);
    REQUIRE_FALSE(picture);
    CHECK(picture.error().kind == ErrorKind::corrupt);
  }
}

}  // namespace reshoot
