// SPDX-License-Identifier: Apache-2.0
#include "report/table.h"

#include <doctest/doctest.h>

namespace reshoot {

TEST_CASE("Table: columns are aligned by cells, without spaces at line ends") {
  Table table({{"NAME"}, {"SIZE", true}, {"NOTE", false, true}});
  table.add({"日本", "9", "short"});
  table.add({"größe", "1000", ""});
  CHECK(table.text({}) ==
        "NAME   SIZE  NOTE\n"
        "日本      9  short\n"
        "größe  1000\n");
  CHECK(table.text({}, 2).starts_with("  NAME "));
}

TEST_CASE("Table: the elastic column is cut first, others only when that is not enough") {
  Table table({{""}, {"", false, true}, {""}});
  table.add({"first", "a note that is far too long for the line", "last"});
  CHECK(table.text({40, false}) == "first  a note that is far too lon…  last\n");
  CHECK(table.text({28, false}) == "first  a note that is…  last\n");
  Table bare({{""}, {""}});
  bare.add({"aaaaaaaaaa", "bbbbbbbbbb"});
  CHECK(bare.text({12, false}) == "aaaaa…  bbb…\n");
}

TEST_CASE("Table: a column without text takes no room, a head needs a title") {
  Table table({{"A"}, {"EMPTY"}, {"C"}});
  table.add({"1", "", "3"});
  CHECK(table.text({}) == "A  C\n1  3\n");
  CHECK(Table({{""}}).text({}).empty());
}

TEST_CASE("StyledText: cut keeps paint and counts cells") {
  StyledText text("abc");
  text.add("日本", Paint::red).add("xyz");
  CHECK(text.width() == 10);
  CHECK(StyledText(text).cut(10).text(false) == "abc日本xyz");
  CHECK(StyledText(text).cut(9).text(false) == "abc日本x…");
  CHECK(StyledText(text).cut(6).text(false) == "abc日…");
  CHECK(StyledText(text).cut(6).text(true) == "abc\x1b[31m日…\x1b[0m");
  CHECK(StyledText(text).cut(5).text(false) == "abc…");
  CHECK(StyledText(text).cut(3).text(false) == "ab…");
  CHECK(StyledText(text).cut(0).text(false).empty());
  CHECK(StyledText("a\x1b[1m").text(true) == "a\\x1b[1m");
  CHECK(StyledText("a  ").add("  ", Paint::red).trim_end().text(true) == "a");
}

}  // namespace reshoot
