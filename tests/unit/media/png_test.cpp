// SPDX-License-Identifier: Apache-2.0
#include "media/png.h"

#include <doctest/doctest.h>

#include "media_files.h"

namespace reshoot {
namespace {

using namespace std::string_literals;
using test::png_chunk;

const std::string signature = "\x89PNG\r\n\x1a\n"s;

std::string header(std::uint32_t width, std::uint32_t height) {
  return png_chunk("IHDR", test::big32(width) + test::big32(height) + "\x08\2\0\0\0"s);
}

}  // namespace

TEST_CASE("read_png_header: geometry and orientation") {
  const auto read = read_png_header(signature + header(640, 480) + png_chunk("tEXt", "a\0b"s) +
                                        png_chunk("eXIf", test::tiff_orientation(6)) +
                                        png_chunk("IDAT", "x") + png_chunk("IEND", ""),
                                    "a.png");
  REQUIRE(read);
  CHECK(read->width == 640);
  CHECK(read->height == 480);
  CHECK(read->orientation == 6);
}

TEST_CASE("read_png_header: cuts, bombs and files without samples are refused") {
  const std::string whole =
      signature + header(8, 8) + png_chunk("IDAT", "x") + png_chunk("IEND", "");
  REQUIRE(read_png_header(whole, "a.png"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(read_png_header(std::string_view(whole).substr(0, size), "a.png"));
  }
  const std::string rest = png_chunk("IDAT", "x") + png_chunk("IEND", "");
  CHECK_FALSE(read_png_header(signature + rest, "a.png"));
  CHECK_FALSE(read_png_header(signature + header(8, 8) + png_chunk("IEND", ""), "a.png"));
  CHECK_FALSE(read_png_header(signature + header(0, 8) + rest, "a.png"));
  const auto bomb = read_png_header(signature + header(0xffffffff, 0xffffffff) + rest, "a.png");
  REQUIRE_FALSE(bomb);
  CHECK(bomb.error().message.ends_with("a picture may have at most 100 million"));
}

}  // namespace reshoot
