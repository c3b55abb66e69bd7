// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("edit_distance: insert, delete, replace and swap cost one, up to the cap") {
  struct Row {
    const char *a, *b;
    std::size_t cap, distance;
  };
  for (const Row& row :
       {Row{"", "", 5, 0}, Row{"a", "", 5, 1}, Row{"prompt", "prompt", 5, 0},
        Row{"promt", "prompt", 5, 1}, Row{"prmopt", "prompt", 5, 1}, Row{"pronpt", "prompt", 5, 1},
        Row{"kitten", "sitting", 5, 3}, Row{"kitten", "sitting", 2, 2}, Row{"a", "abcdefgh", 3, 3},
        Row{"ab", "ba", 1, 1}}) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(edit_distance(row.a, row.b, row.cap) == row.distance);
    CHECK(edit_distance(row.b, row.a, row.cap) == row.distance);
  }
}

TEST_CASE("closest: only what is near enough to be meant") {
  const std::vector<std::string> keys{"fps", "prompt", "seconds", "references"};
  CHECK(closest("promt", keys) == "prompt");
  CHECK(closest("fsp", keys) == "fps");
  CHECK(closest("secnods", keys) == "seconds");
  CHECK(closest("refrence", keys) == "references");
  CHECK_FALSE(closest("voice", keys).has_value());
  CHECK_FALSE(closest("", keys).has_value());
  CHECK_FALSE(closest("x", {}).has_value());
  CHECK_FALSE(closest("b", {"a"}).has_value());
}

TEST_CASE("is_valid_utf8: no overlong forms, no surrogates, nothing above U+10FFFF") {
  for (const char* good : {"", "abc", "ö", "€", "😀", "\xf4\x8f\xbf\xbf"}) {
    CAPTURE(good);
    CHECK(is_valid_utf8(good));
  }
  for (const char* bad :
       {"\x80", "\xc0\xaf", "\xc3", "\xe2\x82", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xf0\x80\x80\x80", "\xff", "a\xc3(", "\xf5\x80\x80\x80"}) {
    CHECK_FALSE(is_valid_utf8(bad));
  }
}

TEST_CASE("display_width: wide code points take two cells, marks none") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("größe") == 5);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("😀!") == 3);
  CHECK(display_width("\xff") == 1);
}

TEST_CASE("printable: nothing is left that steers a terminal") {
  CHECK(printable("größe 日本") == "größe 日本");
  CHECK(printable("\x1b[31mred") == "\\x1b[31mred");
  CHECK(printable("a\nb\tc\r") == "a\\nb\\tc\\r");
  CHECK(printable(std::string_view("\0\x7f", 2)) == "\\x00\\x7f");
  CHECK(printable("\u0085") == "\\x85");
  CHECK(printable("\u202e") == "\\u{202e}");
  CHECK(printable("a\xff") == "a\\xff");
}

TEST_CASE("ellipsize: never more cells than asked") {
  CHECK(ellipsize("hello", 5) == "hello");
  CHECK(ellipsize("hello", 4) == "hel…");
  CHECK(ellipsize("hello", 1) == "…");
  CHECK(ellipsize("hello", 0) == "");
  CHECK(ellipsize("日本語", 5) == "日本…");
  CHECK(ellipsize("日本語", 4) == "日…");
}

}  // namespace reshoot
