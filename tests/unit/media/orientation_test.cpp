// SPDX-License-Identifier: Apache-2.0
#include "media/orientation.h"

#include <doctest/doctest.h>

#include "media/probe.h"
#include "media_files.h"

namespace reshoot {
namespace {

using namespace std::string_literals;

/// A JPEG of 32x16 that says that it is turned.
std::filesystem::path turned_jpeg(const TempDirectory& folder, unsigned orientation) {
  const auto plain = test::make(folder, "a.jpg", "-f lavfi -i testsrc=s=32x16 -frames:v 1");
  const std::string exif =
      test::jpeg_segment(0xe1, "Exif\0\0"s + test::tiff_orientation(orientation));
  return test::write(folder, "turned.jpg", "\xff\xd8"s + exif + test::read(plain).substr(2));
}

}  // namespace

TEST_CASE("upright_filter: turns the corner that each orientation names to the top left") {
  // 2x2 samples; in the upright picture they read abcd.
  struct Row {
    int orientation;
    const char* samples;
  };
  for (const Row& row : {Row{1, "abcd"}, Row{2, "badc"}, Row{3, "dcba"}, Row{4, "cdab"},
                         Row{5, "acbd"}, Row{6, "bdac"}, Row{7, "dbca"}, Row{8, "cadb"}}) {
    CAPTURE(row.orientation);
    FfmpegCall call;
    call.doing = "turn a picture";
    call.arguments = {
        "-f",  "rawvideo", "-pixel_format", "gray", "-video_size",
        "2x2", "-i",       "pipe:0",        "-vf",  std::string(upright_filter(row.orientation)),
        "-f",  "rawvideo", "pipe:1"};
    call.input = row.samples;
    const auto result = run_ffmpeg(test::tools(), call, Cancel());
    REQUIRE(result);
    CHECK(result->output == "abcd");
  }
}

TEST_CASE("picture_orientation: out of JPEG, PNG and WebP") {
  const TempDirectory folder = test::new_folder();
  CHECK(*picture_orientation(turned_jpeg(folder, 6), MediaType::jpeg) == 6);
  const auto png = test::make(folder, "a.png", "-f lavfi -i testsrc=s=32x16 -frames:v 1");
  CHECK(*picture_orientation(png, MediaType::png) == 1);
  const auto webp = test::make(folder, "a.webp", "-i a.png -c:v libwebp");
  CHECK(*picture_orientation(webp, MediaType::webp_lossy) == 1);
  CHECK_FALSE(picture_orientation(png, MediaType::jpeg));
}

TEST_CASE("probe: the shown size of a picture follows its orientation") {
  const TempDirectory folder = test::new_folder();
  const auto facts = probe(turned_jpeg(folder, 6), MediaType::jpeg, test::tools(), Cancel());
  REQUIRE(facts);
  CHECK(facts->picture->coded == Size{32, 16});
  CHECK(facts->picture->shown == Size{16, 32});
  CHECK(facts->picture->rotation == 90);
}

}  // namespace reshoot
