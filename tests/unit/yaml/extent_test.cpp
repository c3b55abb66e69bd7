// SPDX-License-Identifier: Apache-2.0
#include "yaml/extent.h"

#include <doctest/doctest.h>

#include <string>

namespace reshoot {
namespace {

struct Row {
  const char* source;
  const char* value;  ///< what the parser reads
  bool plain;
  const char* extent;  ///< the scalar as written
};

TEST_CASE("end_of_scalar: behind the last character of the scalar") {
  constexpr Row rows[] = {
      {"abc # c", "abc", true, "abc"},
      {"a\n  b\n\n  c: d", "a b\nc", true, "a\n  b\n\n  c"},
      {"'abc', d", "abc", false, "'abc'"},
      {"'it''s'\n", "it's", false, "'it''s'"},
      {"'a\n  b' c", "a b", false, "'a\n  b'"},
      {R"("a\"b" c)", R"(a"b)", false, R"("a\"b")"},
      {R"("a\\" c)", R"(a\)", false, R"("a\\")"},
      {R"("caf\u00e9")", "caf\xc3\xa9", false, R"("caf\u00e9")"},
      {"|\n  a\n  b\nc: d", "a\nb\n", false, "|\n  a\n  b"},
      {">-\n  a\n\n  b\n\nc: d", "a\nb", false, ">-\n  a\n\n  b"},
      {"|\n  a\n   b\n c", "a\n b\n", false, "|\n  a\n   b"},
      {"|\nb: c", "", false, "|"},
      {"", "", true, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.source);
    const std::string source = row.source;
    CHECK(source.substr(0, end_of_scalar(source, 0, row.value, row.plain)) == row.extent);
  }
}

TEST_CASE("end_of_scalar: quotes that are not closed have no end") {
  for (const std::string source : {"'open", "\"open\n", "'", "'it''", "\"a\\\""}) {
    CAPTURE(source);
    CHECK(end_of_scalar(source, 0, "?", false) == std::string::npos);
  }
}

TEST_CASE("skip_anchor: to what the anchor is for") {
  struct Anchored {
    const char* source;
    std::size_t at;
  };
  constexpr Anchored rows[] = {
      {"abc", 0}, {"&a abc", 3}, {"&a\n  # c\n  abc", 11}, {"&a", 2}, {"", 0}};
  for (const Anchored& row : rows) {
    CAPTURE(row.source);
    CHECK(skip_anchor(row.source, 0) == row.at);
  }
}

}  // namespace
}  // namespace reshoot
