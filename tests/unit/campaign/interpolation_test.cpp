// SPDX-License-Identifier: Apache-2.0
#include "campaign/interpolation.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

/// `a|<maya>|b`: pieces with names in angle brackets.
std::string shown(const std::vector<Piece>& pieces) {
  std::string text;
  for (const Piece& piece : pieces) {
    text += text.empty() ? "" : "|";
    text += piece.is_name ? "<" + piece.text + ">" : piece.text;
  }
  return text;
}

struct Row {
  const char* text;
  const char* pieces;
  std::size_t errors;
};

TEST_CASE("split_interpolations: names, escapes and lone dollars") {
  constexpr Row rows[] = {
      {"", "", 0},
      {"no name", "no name", 0},
      {"${maya}", "<maya>", 0},
      {"${maya} waves to ${leo}.", "<maya>| waves to |<leo>|.", 0},
      {"${a}${b}", "<a>|<b>", 0},
      {"$${maya}", "${maya}", 0},
      {"$$${maya}", "$${maya}", 0},
      {"5 $ and $5 and $$", "5 $ and $5 and $$", 0},
      {"${", "", 1},
      {"a ${b", "a b", 1},
      {"${}", "", 1},
      {"${text.x}", "", 1},
      {"${ maya }", "", 1},
      {"${a}}", "<a>|}", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    SourceMap sources;
    Diagnostics diags;
    CHECK(shown(split_interpolations(row.text, {}, sources, diags)) == row.pieces);
    CHECK(diags.errors() == row.errors);
  }
}

TEST_CASE("split_interpolations: a brace far away closes nothing, however many are open") {
  std::string text;
  for (int i = 0; i < 300'000; ++i) {
    text += "${ ";
  }
  SourceMap sources;
  Diagnostics diags;
  CHECK(split_interpolations(text + "}", {}, sources, diags).size() == 1);
  CHECK(diags.errors() > 299'000);
}

TEST_CASE("split_interpolations: a name's place is that in the source, also in a folded text") {
  SourceMap sources;
  const std::string source = "prompt: >\n  $${x}\n  ${maya} and\n  ${leo}\n";
  const SourceId id = sources.add("a.yaml", source);
  Diagnostics diags;
  const Span at{id, 8, static_cast<std::uint32_t>(source.size())};
  const auto pieces = split_interpolations("$${x} ${maya} and ${leo}", at, sources, diags);
  REQUIRE(pieces.size() == 4);
  const auto text_at = [&](Span span) { return source.substr(span.begin, span.end - span.begin); };
  CHECK(text_at(pieces[1].at) == "${maya}");
  CHECK(text_at(pieces[3].at) == "${leo}");
}

TEST_CASE("plain_text: `$${` is unescaped, a name is reported") {
  SourceMap sources;
  Diagnostics diags;
  CHECK(plain_text("costs $${x}", {}, "says", sources, diags) == "costs ${x}");
  CHECK(!diags.has_errors());
  CHECK(plain_text("hi ${maya}!", {}, "says", sources, diags) == "hi !");
  REQUIRE(diags.errors() == 1);
  CHECK(diags.all().front().code == Code::bad_interpolation);
}

}  // namespace
}  // namespace reshoot
