// SPDX-License-Identifier: Apache-2.0
#include "media/jpeg.h"

#include <doctest/doctest.h>

#include "media_files.h"

namespace reshoot {
namespace {

using namespace std::string_literals;
using test::jpeg_segment;

std::string frame(unsigned width, unsigned height, unsigned components) {
  return jpeg_segment(0xc0, "\x08"s + test::big16(height) + test::big16(width) +
                                static_cast<char>(components) + std::string(3 * components, '\1'));
}

const std::string begin = "\xff\xd8"s;
const std::string tables = jpeg_segment(0xdb, std::string(65, '\7'));
const std::string scan = jpeg_segment(0xda, "\3\1\0\2\0\3\0\0\x3f\0"s) +
                         "ab\xff\0cd\xff\xd0"
                         "ef"s;
const std::string end = "\xff\xd9"s;

std::string picture(const std::string& extra = "") {
  return begin + extra + tables + frame(16, 8, 3) + scan + end;
}

std::string text(const std::string& bytes) {
  const auto parts = read_jpeg(bytes, "a.jpg");
  return parts ? describe_jpeg(*parts) : "error: " + parts.error().message;
}

std::string exif(unsigned orientation) {
  return jpeg_segment(0xe1, "Exif\0\0"s + test::tiff_orientation(orientation));
}
std::string icc(char number, const std::string& part) {
  return jpeg_segment(0xe2, "ICC_PROFILE\0"s + number + '\2' + part);
}
std::string adobe(char transform) {
  return jpeg_segment(0xee, "Adobe\0\x64\0\0\0\0"s + transform);
}

}  // namespace

TEST_CASE(
    "describe_jpeg: metadata, thumbnails, comments, fill bytes and trailing bytes do not count") {
  const std::string plain = text(picture());
  CHECK(plain.starts_with("reshoot-jpeg-1\norientation 1\nicc none\ncolour usual\npayload "));
  CHECK(text(picture(jpeg_segment(0xe0, "JFIF\0\1\2\0\0\1\0\1\0\0"s))) == plain);
  CHECK(text(picture(jpeg_segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x/>"s))) == plain);
  CHECK(text(picture(jpeg_segment(0xed, "Photoshop 3.0"))) == plain);
  CHECK(text(picture(jpeg_segment(0xfe, "made by nobody"))) == plain);
  CHECK(text(picture(exif(1))) == plain);
  CHECK(text(picture(adobe(1))) == plain);
  CHECK(text(begin + "\xff\xff\xff"s + tables + frame(16, 8, 3) + scan + end) == plain);
  CHECK(text(picture() + "trailing") == plain);
}

TEST_CASE("describe_jpeg: whatever changes the picture counts") {
  const std::string plain = text(picture());
  const std::string variants[] = {
      begin + tables + frame(16, 16, 3) + scan + end,
      begin + tables + frame(16, 8, 1) + scan + end,
      begin + jpeg_segment(0xdb, std::string(65, '\6')) + frame(16, 8, 3) + scan + end,
      begin + tables + frame(16, 8, 3) + scan + "g" + end,
      begin + tables + frame(16, 8, 3) + scan + scan + end,
      picture(exif(6)),
      picture(icc(1, "abc")),
      picture(adobe(0)),
  };
  for (const std::string& variant : variants) {
    const std::string described = text(variant);
    CHECK(described.starts_with("reshoot-jpeg-1\n"));
    CHECK(described != plain);
  }
  CHECK(text(picture(exif(6))) != text(picture(exif(8))));
  CHECK(text(picture(exif(6) + exif(8))) == text(picture(exif(6))));
}

TEST_CASE("describe_jpeg: an ICC profile in parts is one profile, in whatever order they lie") {
  CHECK(text(picture(icc(1, "abc") + icc(2, "def"))) ==
        text(picture(icc(2, "def") + icc(1, "abc"))));
  CHECK(text(picture(icc(1, "abc") + icc(2, "def"))) == text(picture(icc(1, "abcdef"))));
  CHECK(text(picture(icc(1, "abc"))) != text(picture(icc(1, "abd"))));
}

TEST_CASE("describe_jpeg: with four components Adobe's segment decides") {
  const auto cmyk = [](const std::string& extra) {
    return text(begin + extra + tables + frame(16, 8, 4) + scan + end);
  };
  CHECK(cmyk("") != cmyk(adobe(0)));
  CHECK(cmyk(adobe(0)) != cmyk(adobe(2)));
}

TEST_CASE("read_jpeg: every cut is an error, never a crash") {
  const std::string whole = picture(exif(6) + icc(1, "abc"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const auto cut = read_jpeg(std::string_view(whole).substr(0, size), "a.jpg");
    REQUIRE_FALSE(cut);
    CHECK(cut.error().kind == ErrorKind::corrupt);
  }
}

TEST_CASE("read_jpeg: hostile structure is refused in words") {
  CHECK(text("") == "error: 'a.jpg' is not a whole JPEG file: it does not begin with a picture");
  CHECK(text(begin + end) == "error: 'a.jpg' is not a whole JPEG file: it holds no picture");
  CHECK(text(begin + "\xff\xe0\0\1"s) ==
        "error: 'a.jpg' is not a whole JPEG file: a segment is longer than the file");
  CHECK(text(begin + tables + scan + end).starts_with("error: "));
  CHECK(text(begin + begin).starts_with("error: "));
  CHECK(text(begin + frame(60000, 60000, 3) + scan + end) ==
        "error: 'a.jpg' is 60000x60000 pixels large; a picture may have at most 100 million");
  CHECK(text(begin + frame(0, 8, 3) + scan + end).starts_with("error: "));
}

}  // namespace reshoot
