// SPDX-License-Identifier: Apache-2.0
#include "media/webp.h"

#include <doctest/doctest.h>

#include "media_files.h"

namespace reshoot {
namespace {

using namespace std::string_literals;
using test::riff_chunk;

std::string form(const std::string& chunks) {
  return "RIFF"s + test::little32(static_cast<std::uint32_t>(chunks.size() + 4)) + "WEBP" + chunks;
}

std::string lossy(const std::string& samples = "xyz") {
  return riff_chunk("VP8 ",
                    "\x10\0\0\x9d\x01\x2a"s + test::little16(16) + test::little16(8) + samples);
}
std::string lossless(std::uint32_t width, std::uint32_t height, std::uint32_t alpha) {
  return riff_chunk("VP8L",
                    "\x2f"s + test::little32((width - 1) | (height - 1) << 14U | alpha << 28U));
}
const std::string extended = riff_chunk("VP8X", std::string(10, '\0'));

std::string text(const std::string& chunks) {
  const std::string bytes = form(chunks);
  const auto parts = read_webp(bytes, "a.webp");
  return parts ? describe_lossy_webp(*parts) : "error: " + parts.error().message;
}

}  // namespace

TEST_CASE("describe_lossy_webp: metadata does not count, orientation and profile do") {
  const std::string plain = text(lossy());
  CHECK(plain.starts_with("reshoot-webp-1\norientation 1\nicc none\n"));
  CHECK(text(extended + lossy() + riff_chunk("XMP ", "<x/>")) == plain);
  CHECK(text(extended + lossy() + riff_chunk("EXIF", test::tiff_orientation(1))) == plain);
  CHECK(text(extended + lossy() + riff_chunk("EXIF", test::tiff_orientation(6))) != plain);
  CHECK(text(extended + riff_chunk("ICCP", "profile") + lossy()) != plain);
  CHECK(text(extended + riff_chunk("ALPH", "alpha") + lossy()) != plain);
  CHECK(text(lossy("xyZ")) != plain);
}

TEST_CASE("read_webp: geometry") {
  const std::string a = form(lossy());
  const auto coded = read_webp(a, "a.webp");
  REQUIRE(coded);
  CHECK(coded->width == 16);
  CHECK(coded->height == 8);
  CHECK_FALSE(coded->lossless);
  const std::string b = form(lossless(640, 480, 1));
  const auto exact = read_webp(b, "b.webp");
  REQUIRE(exact);
  CHECK(exact->width == 640);
  CHECK(exact->height == 480);
  CHECK(exact->lossless);
  CHECK(exact->has_alpha);
}

TEST_CASE("read_webp: animations, bombs and cuts are refused") {
  CHECK(text(extended + riff_chunk("ANIM", "123456")).find("animation") != std::string::npos);
  CHECK(text(lossless(16384, 16384, 0)).find("at most 100 million") != std::string::npos);
  CHECK(text(riff_chunk("XMP ", "x")).find("holds no picture") != std::string::npos);
  CHECK(text(riff_chunk("VP8 ", "too short")).starts_with("error: "));
  const std::string whole = form(extended + riff_chunk("ICCP", "profile") + lossy());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(read_webp(std::string_view(whole).substr(0, size), "a.webp"));
  }
}

}  // namespace reshoot
