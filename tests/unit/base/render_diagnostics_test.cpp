// SPDX-License-Identifier: Apache-2.0
#include "base/render_diagnostics.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace reshoot {
namespace {

/// A source and one message about it.
struct Sample {
  explicit Sample(std::string text) : id(sources.add("dir a/t.yaml", std::move(text))) {}
  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const { return {id, begin, end}; }
  SourceMap sources;
  SourceId id;
  Diagnostics diags;
};

TEST_CASE("render_text: the gutter is as wide as the largest line number") {
  Sample s("a: 1\n\n\n\n\n\n\n\n\nbcd: 2\n");
  s.diags.report(Code::yaml_duplicate_key, "twice")
      .at(s.span(13, 16), "again")
      .at(s.span(0, 1), "first")
      .note("n")
      .help("h");
  CHECK(render_text(s.diags, s.sources, false) ==
        "error[C0107]: twice\n"
        "  --> dir a/t.yaml:10:1\n"
        "   |\n"
        " 1 | a: 1\n"
        "   | - first\n"
        "...\n"
        "10 | bcd: 2\n"
        "   | ^^^ again\n"
        "   = note: n\n"
        "   = help: h\n"
        "\n");
}

TEST_CASE("render_text: carets count cells, not bytes: tabs, wide characters, escapes") {
  struct Row {
    const char* line;
    std::uint32_t begin, end;
    const char* shown;
    const char* carets;
  };
  constexpr Row rows[] = {
      {"\tab", 1, 2, "    ab", "    ^"},
      {"\xe6\x97\xa5\xe6\x9c\xac x", 7, 8, "\xe6\x97\xa5\xe6\x9c\xac x", "     ^"},
      {"\xe6\x97\xa5\xe6\x9c\xac x", 0, 6, "\xe6\x97\xa5\xe6\x9c\xac x", "^^^^"},
      {"e\xcc\x81 x", 4, 5, "e\xcc\x81 x", "  ^"},
      {"\x1b[2J x", 5, 6, "\\x1b[2J x", "        ^"},
      {"ab", 2, 2, "ab", "  ^"},
      {"ab\ncd", 1, 5, "ab", " ^"},
      {"ab\r\ncd", 0, 4, "ab", "^^"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    Sample s(row.line);
    s.diags.report(Code::unknown_key, "m").at(s.span(row.begin, row.end));
    const std::string text = render_text(s.diags, s.sources, false);
    CHECK(text.find(std::string("1 | ") + row.shown + "\n  | " + row.carets + "\n") != text.npos);
  }
}

TEST_CASE("render_text: a long line is cut to a window around the mark") {
  Sample s(std::string(5'000'000, 'a') + "bad" + std::string(5'000'000, 'c'));
  s.diags.report(Code::unknown_key, "m").at(s.span(5'000'000, 5'000'003));
  const std::string text = render_text(s.diags, s.sources, false);
  CHECK(text.size() < 600);
  CHECK(text.find("…aaa") != text.npos);
  CHECK(text.find("abadc") != text.npos);
  CHECK(text.find("cc…\n") != text.npos);
  CHECK(text.find("| " + std::string(60, ' ') + "^^^\n") != text.npos);
}

TEST_CASE("render: messages follow the text, whichever stage found them") {
  Sample s("a: 1\nb: 2\n");
  s.diags.report(Code::unknown_key, "second").at(s.span(5, 6));
  s.diags.report(Code::unknown_key, "first").at(s.span(0, 1));
  s.diags.report(Code::unknown_key, "no place");
  for (const std::string& text :
       {render_text(s.diags, s.sources, false), render_json(s.diags, s.sources),
        render_github(s.diags, s.sources), render_sarif(s.diags, s.sources, "1")}) {
    CAPTURE(text);
    CHECK(text.find("no place") < text.find("first"));
    CHECK(text.find("first") < text.find("second"));
  }
}

TEST_CASE("render_text: without a place, and with a place in another file") {
  Sample s("a: 1\n");
  const SourceId other = s.sources.add("other.yaml", "x\ny\n");
  s.diags.report(Code::unreadable_file, "cannot read").help("look");
  s.diags.report(Code::unused_character, "m").at(s.span(0, 1)).at({other, 2, 3}, "there");
  CHECK(render_text(s.diags, s.sources, false) ==
        "error[C0404]: cannot read\n"
        "  = help: look\n"
        "\n"
        "warning[C0307]: m\n"
        " --> dir a/t.yaml:1:1\n"
        "  |\n"
        "1 | a: 1\n"
        "  | ^\n"
        " ::: other.yaml:2:1\n"
        "  |\n"
        "2 | y\n"
        "  | - there\n"
        "\n");
}

TEST_CASE("render_text: colours only where asked for") {
  Sample s("a: 1\n");
  s.diags.report(Code::unknown_key, "m").at(s.span(0, 1), "l");
  CHECK(render_text(s.diags, s.sources, true).find("\x1b[1;31merror[C0201]\x1b[0m") == 0);
  CHECK(render_text(s.diags, s.sources, false).find('\x1b') == std::string::npos);
}

TEST_CASE("render_text: says how many messages it leaves out") {
  Sample s("a: 1\n");
  for (std::size_t i = 0; i < Diagnostics::limit + 7; ++i) {
    s.diags.report(Code::unknown_key, "m");
  }
  const std::string text = render_text(s.diags, s.sources, false);
  CHECK(text.ends_with("7 more messages are not shown\n\n"));
}

TEST_CASE("render_json and render_sarif: places are 1-based, columns are code points") {
  Sample s("\xe6\x97\xa5: 1\nb: \"\xe2\x82\xac\" x\n");
  s.diags.report(Code::unknown_key, "bad \xff byte").at(s.span(10, 15), "here").help("h");
  const auto json = nlohmann::json::parse(render_json(s.diags, s.sources));
  CHECK(json["schema_version"] == 1);
  CHECK(json["errors"] == 1);
  const auto& label = json["diagnostics"][0]["labels"][0];
  CHECK(label["line"] == 2);
  CHECK(label["column"] == 4);
  CHECK(label["end_column"] == 7);

  const auto sarif = nlohmann::json::parse(render_sarif(s.diags, s.sources, "1.2.3"));
  CHECK(sarif["version"] == "2.1.0");
  const auto& run = sarif["runs"][0];
  CHECK(run["tool"]["driver"]["version"] == "1.2.3");
  CHECK(run["tool"]["driver"]["rules"].size() == all_codes().size());
  const auto& result = run["results"][0];
  CHECK(result["ruleId"] == "C0201");
  CHECK(result["level"] == "error");
  const auto& place = result["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "dir%20a/t.yaml");
  CHECK(place["region"]["startColumn"] == 4);
}

TEST_CASE("render_github: one line per message, data escaped") {
  Sample s("a: 1\n");
  s.diags.report(Code::unused_character, "100%").at(s.span(0, 1), "l").note("n");
  CHECK(render_github(s.diags, s.sources) ==
        "::warning file=dir a/t.yaml,line=1,endLine=1,col=1,endColumn=2,"
        "title=C0307 character in no scene::100%25: l%0Anote: n\n");
}

}  // namespace
}  // namespace reshoot
