// SPDX-License-Identifier: Apache-2.0
// Runs the filters, since what counts is the picture.
#include "assemble/fit_filter.h"

#include <doctest/doctest.h>

#include "lavfi.h"

namespace reshoot {
namespace {

struct Folder {
  TempDirectory folder = *TempDirectory::create(std::filesystem::temp_directory_path(), "fit");
};

bool is_near(Rgb a, Rgb b) {
  constexpr int tolerance = 12;
  return std::abs(a.red - b.red) < tolerance && std::abs(a.green - b.green) < tolerance &&
         std::abs(a.blue - b.blue) < tolerance;
}

constexpr Rgb black{0, 0, 0};
constexpr Rgb red{255, 0, 0};
constexpr Rgb blue{0, 0, 255};

}  // namespace

TEST_CASE_FIXTURE(Folder, "fit_filter: what is where") {
  // Blue with a red quarter on the left and on the right.
  const auto source = [](const std::string& size, const std::string& more) {
    return "color=blue:s=" + size +
           ",format=rgb24,drawbox=0:0:iw/4:ih:red:fill,"
           "drawbox=iw-iw/4:0:iw/4:ih:red:fill" +
           more;
  };
  struct Row {
    std::string name;
    std::string source;
    Fit fit;
    Size size;
    Rgb left, top, middle;  // colours at the middle of the left edge, of the top edge, and between
  };
  const std::vector<Row> rows{
      {"crop, wide source", source("400x100", ""), Fit::crop, {160, 90}, blue, blue, blue},
      {"crop, same shape", source("320x180", ""), Fit::crop, {160, 90}, red, blue, blue},
      {"crop, tall source", source("100x400", ""), Fit::crop, {160, 90}, red, blue, blue},
      {"crop, wide pixels",
       source("200x100", ",setsar=2"),
       Fit::crop,
       {160, 160},
       blue,
       blue,
       blue},
      {"pad, wide source", source("400x100", ""), Fit::pad, {160, 90}, red, black, blue},
      {"pad, tall source", source("100x400", ""), Fit::pad, {160, 90}, black, blue, blue},
      {"pad, wide pixels", source("100x100", ",setsar=2"), Fit::pad, {160, 160}, red, black, blue},
      {"pad, odd size", source("333x111", ""), Fit::pad, {90, 160}, red, black, blue},
      {"blur, wide source", source("400x100", ""), Fit::blur, {160, 90}, red, {0, 0, 178}, blue},
      {"blur, tall source", source("100x400", ""), Fit::blur, {160, 90}, {178, 0, 0}, blue, blue},
      {"crop, extreme", source("4000x8", ""), Fit::crop, {160, 90}, blue, blue, blue},
      {"pad, extreme", source("4000x8", ""), Fit::pad, {160, 90}, red, black, blue},
      {"blur, extreme",
       source("8x4000", ""),
       Fit::blur,
       {160, 90},
       {178, 0, 0},
       {0, 0, 178},
       {0, 0, 178}}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto file = folder.path() / "fit.png";
    run_ffmpeg_with({"-f", "lavfi", "-i", row.source, "-vf", fit_filter(row.fit, row.size, "auto"),
                     "-frames:v", "1", file.string()});
    const auto width = static_cast<std::size_t>(row.size.width);
    const auto height = static_cast<std::size_t>(row.size.height);
    const Frame frame = frame_of(file, 0, width);
    REQUIRE(frame.bytes.size() == width * height * 3);
    const Rgb left = frame.at(1, height / 2);
    const Rgb top = frame.at(width / 2, 1);
    const Rgb middle = frame.at(width / 2, height / 2);
    INFO(left.red, " ", left.green, " ", left.blue, ", top ", top.red, " ", top.green, " ",
         top.blue);
    CHECK(is_near(left, row.left));
    CHECK(is_near(top, row.top));
    CHECK(is_near(middle, row.middle));
  }
}

}  // namespace reshoot
