// SPDX-License-Identifier: Apache-2.0
#include "media/canonical_pixels.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

using namespace std::string_literals;

/// Feeds one byte at a time, so that every pixel is split.
std::optional<Digest> digest(std::string_view format, std::uint32_t width, std::uint32_t height,
                             std::string_view raw, bool opaque = false) {
  auto pixels = CanonicalPixels::create(format, width, height, opaque);
  REQUIRE(pixels);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    pixels->take(raw.substr(i, 1));
  }
  return pixels->finish();
}

std::string palette(std::initializer_list<std::string> bgra) {
  std::string out;
  for (const std::string& colour : bgra) {
    out += colour;
  }
  out.resize(1024);
  return out;
}

}  // namespace

TEST_CASE("CanonicalPixels: equal samples in every format give the digest of 16 bit RGBA") {
  // One black and one white pixel, opaque.
  const std::string samples = "\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"s;
  const Digest expected = sha256(samples);
  const std::string white3 = "\0\0\0\xff\xff\xff"s;
  CHECK(digest("rgba64be", 2, 1, samples) == expected);
  CHECK(digest("rgba64le", 2, 1, samples) == expected);
  CHECK(digest("rgb24", 2, 1, white3) == expected);
  CHECK(digest("rgb48be", 2, 1, "\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff"s) == expected);
  CHECK(digest("gray", 2, 1, "\0\xff"s) == expected);
  CHECK(digest("gray16be", 2, 1, "\0\0\xff\xff"s) == expected);
  CHECK(digest("ya8", 2, 1, "\0\xff\xff\xff"s) == expected);
  CHECK(digest("ya16be", 2, 1, "\0\0\xff\xff\xff\xff\xff\xff"s) == expected);
  CHECK(digest("rgba", 2, 1, "\0\0\0\xff\xff\xff\xff\xff"s) == expected);
  CHECK(digest("argb", 2, 1, "\xff\0\0\0\xff\xff\xff\xff"s) == expected);
  CHECK(digest("monob", 2, 1, "\x40"s) == expected);
  CHECK(digest("monow", 2, 1, "\x80"s) == expected);
  const std::string indices = "\0\1\0\0"s;  // padded to four
  CHECK(digest("pal8", 2, 1, indices + palette({"\0\0\0\xff"s, "\xff\xff\xff\xff"s})) == expected);
}

TEST_CASE("CanonicalPixels: channels go where they belong") {
  const Digest expected = sha256("\x01\x01\x02\x02\x03\x03\x04\x04"s);
  CHECK(digest("rgba", 1, 1, "\1\2\3\4") == expected);
  CHECK(digest("bgra", 1, 1, "\3\2\1\4") == expected);
  CHECK(digest("argb", 1, 1, "\4\1\2\3") == expected);
  CHECK(digest("abgr", 1, 1, "\4\3\2\1") == expected);
  CHECK(digest("pal8", 1, 1, "\0\0\0\0"s + palette({"\3\2\1\4"})) == expected);
  CHECK(digest("rgb48be", 1, 1, "\1\2\3\4\5\6") == sha256("\1\2\3\4\5\6\xff\xff"));
  CHECK(digest("rgb48le", 1, 1, "\2\1\4\3\6\5") == sha256("\1\2\3\4\5\6\xff\xff"));
}

TEST_CASE("CanonicalPixels: samples below alpha 0 stay; opaque sets alpha aside") {
  CHECK(digest("rgba", 1, 1, "\1\2\3\0"s) != digest("rgba", 1, 1, "\1\2\4\0"s));
  CHECK(digest("argb", 1, 1, "\0\1\2\3"s, true) == digest("rgb24", 1, 1, "\1\2\3"));
}

TEST_CASE("CanonicalPixels: bits begin a new byte with each row") {
  CHECK(digest("monob", 9, 2, "\xff\x80\xff\x80") == digest("gray", 9, 2, std::string(18, '\xff')));
}

TEST_CASE("CanonicalPixels: too few and too many bytes are no picture") {
  CHECK_FALSE(digest("rgb24", 2, 1, "\1\2\3\4\5"));
  CHECK_FALSE(digest("rgb24", 2, 1, "\1\2\3\4\5\6\7"));
  CHECK_FALSE(digest("monob", 9, 2, "\xff\x80\xff"));
  CHECK_FALSE(digest("pal8", 2, 1, std::string(1027, '\0')));
  CHECK(digest("pal8", 2, 1, std::string(1026, '\0')));
  CHECK_FALSE(digest("pal8", 2, 1, std::string(5000, '\0')));
  CHECK_FALSE(CanonicalPixels::create("yuv420p", 2, 2, false));
  CHECK_FALSE(CanonicalPixels::create("", 2, 2, false));
}

}  // namespace reshoot
