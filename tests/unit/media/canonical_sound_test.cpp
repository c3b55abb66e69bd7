// SPDX-License-Identifier: Apache-2.0
#include "media/canonical_sound.h"

#include <doctest/doctest.h>

#include <bit>
#include <cstring>

namespace reshoot {
namespace {

using namespace std::string_literals;

std::optional<Digest> digest(std::string_view format, std::string_view raw) {
  const SampleLayout* const layout = sample_layout(format);
  REQUIRE(layout != nullptr);
  CanonicalSound sound(*layout);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    sound.take(raw.substr(i, 1));
  }
  return sound.finish();
}

template <class T>
std::string bytes_of(T value) {
  std::string out(sizeof value, '\0');
  std::memcpy(out.data(), &value, sizeof value);
  return out;
}

}  // namespace

TEST_CASE("CanonicalSound: integers of every width are the same numbers") {
  const Digest expected = sha256("\x12\0\0\0\x80\0\0\0"s);
  CHECK(digest("s16", "\x00\x12\x00\x80"s) == expected);
  CHECK(digest("s16p", "\x00\x12\x00\x80"s) == expected);
  CHECK(digest("s32", "\0\0\0\x12\0\0\0\x80"s) == expected);
  CHECK(digest("u8", "\x92\x00"s) == expected);
}

TEST_CASE("CanonicalSound: floats of both widths are the same numbers") {
  CHECK(digest("flt", bytes_of(0.25F) + bytes_of(-1.0F)) ==
        digest("dbl", bytes_of(0.25) + bytes_of(-1.0)));
  CHECK(digest("flt", bytes_of(0.25F)) != digest("flt", bytes_of(0.5F)));
}

TEST_CASE("CanonicalSound: nothing and parts of a sample are no sound") {
  CHECK_FALSE(digest("s16", ""));
  CHECK_FALSE(digest("s16", "abc"));
  CHECK(sample_layout("fltp") == sample_layout("flt"));
  CHECK(sample_layout("s64") == nullptr);
  CHECK(sample_layout("") == nullptr);
}

}  // namespace reshoot
