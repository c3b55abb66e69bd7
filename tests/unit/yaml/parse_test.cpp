// SPDX-License-Identifier: Apache-2.0
#include "yaml/parse.h"

#include <doctest/doctest.h>

#include <string>

namespace reshoot {
namespace {

struct Parsed {
  explicit Parsed(std::string text)
      : id(sources.add("t.yaml", std::move(text))), tree(parse_yaml(id, sources, diags)) {}
  [[nodiscard]] std::string written(Span span) const {
    return std::string(sources.get(id).text().substr(span.begin, span.end - span.begin));
  }
  SourceMap sources;
  Diagnostics diags;
  SourceId id;
  std::optional<YamlTree> tree;
};

/// A tree in one line: scalars as text, quoted ones in quotes, null as `~`.
std::string shown(const YamlValue& value) {
  std::string text;
  switch (value.kind()) {
    case YamlKind::null:
    case YamlKind::alias:
      return "~";
    case YamlKind::scalar:
      return value.is_plain() ? std::string(value.text()) : "'" + std::string(value.text()) + "'";
    case YamlKind::sequence:
      for (const YamlValue item : value.items()) {
        text += (text.empty() ? "" : ", ") + shown(item);
      }
      return "[" + text + "]";
    case YamlKind::mapping:
      for (const YamlEntry entry : value.entries()) {
        text += (text.empty() ? "" : ", ") + shown(entry.key) + ": " + shown(entry.value);
      }
      return "{" + text + "}";
  }
  return text;
}

TEST_CASE("parse_yaml: trees") {
  struct Row {
    const char* yaml;
    const char* tree;
  };
  constexpr Row rows[] = {
      {"a: 1\nb: [x, 'y', \"z\"]\n", "{a: 1, b: [x, 'y', 'z']}"},
      {"- a\n- - b\n  - c\n-\n", "[a, [b, c], ~]"},
      {"a:\nb: ~\nc: null\nd: ''\n", "{a: ~, b: ~, c: ~, d: ''}"},
      {"a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a: 'x\ny\n', b: 'x y'}"},
      {"a: x\n  y\n", "{a: x y}"},
      {"a: \"caf\\u00e9 \\n\"\n", "{a: 'caf\xc3\xa9 \n'}"},
      {"a: &n [1, 2]\nb: *n\nc: [*n]\n", "{a: [1, 2], b: [1, 2], c: [[1, 2]]}"},
      {"&n a: x\nb: &m y\nc: *m\n", "{a: x, b: y, c: y}"},
      {"a: &n 1\nb: &n 2\nc: *n\n", "{a: 1, b: 2, c: 2}"},
      {"[a: b, c]", "[{a: b}, c]"},
      {"# only\n---\na: 1\n...\n", "{a: 1}"},
      {"\"a\": {b: {}, c: []}", "{'a': {b: {}, c: []}}"},
      {"a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.yaml);
    const Parsed parsed(row.yaml);
    REQUIRE(parsed.tree);
    CHECK(!parsed.diags.has_errors());
    CHECK(shown(parsed.tree->root()) == row.tree);
  }
}

TEST_CASE("parse_yaml: places are bytes of the source, also behind wide characters and CRLF") {
  const Parsed parsed("\xe6\x97\xa5: \xe6\x9c\xac\r\nb: [ 'it''s', {c: d} ]\r\ne: *x\r\n");
  REQUIRE(!parsed.tree);  // no such anchor: its place
  CHECK(parsed.written(parsed.diags.all().front().labels.front().span) == "*");

  const Parsed good("\xe6\x97\xa5: \xe6\x9c\xac\r\nb: &x [ 'it''s', {c: d} ]\r\ne: *x\r\nf:\r\n");
  REQUIRE(good.tree);
  std::vector<std::string> written;
  for (const YamlEntry entry : good.tree->root().entries()) {
    written.push_back(good.written(entry.key.span()));
    written.push_back(good.written(entry.value.span()));
    for (const YamlValue item : entry.value.items()) {
      written.push_back(good.written(item.span()));
    }
  }
  const std::vector<std::string> expected{"\xe6\x97\xa5",
                                          "\xe6\x9c\xac",
                                          "b",
                                          "[ 'it''s', {c: d} ]",
                                          "'it''s'",
                                          "{c: d}",
                                          "e",
                                          "*x",
                                          "'it''s'",
                                          "{c: d}",  // an alias's items stand at the anchor
                                          "f",
                                          "f"};  // an empty value has the place of its key
  CHECK(written == expected);
}

TEST_CASE("parse_yaml: what is refused, and where") {
  struct Row {
    std::string yaml;
    Code code;
    std::string at;
  };
  const Row rows[] = {
      {"", Code::yaml_syntax, "t.yaml:1:1"},
      {"# nothing\n", Code::yaml_syntax, "t.yaml:1:1"},
      {"a: b: c\n", Code::yaml_syntax, "t.yaml:1:5"},
      {"a: [b\n", Code::yaml_syntax, "t.yaml:2:1"},
      {"a: \"b\n", Code::yaml_syntax, "t.yaml:1:4"},
      {"a: 1\n\tb: 2\n", Code::yaml_syntax, "t.yaml:2:1"},
      {"a: @b\n", Code::yaml_syntax, "t.yaml:1:4"},
      {"a: *b\n", Code::yaml_syntax, "t.yaml:1:4"},
      {"a: \"\\q\"\n", Code::yaml_syntax, "t.yaml:1:5"},
      {"a: \x01\n", Code::yaml_syntax, "t.yaml:1:4"},
      {"a: \x04\n", Code::yaml_syntax, "t.yaml:1:4"},
      {std::string("a: \0b\n", 6), Code::yaml_syntax, "t.yaml:1:4"},
      {"  a: 1\nb: 2\n", Code::yaml_syntax, "t.yaml:2:1"},
      {"? [a]\n: b\n", Code::yaml_syntax, "t.yaml:1:3"},
      {"&x a: 1\n*x : 2\n", Code::yaml_syntax, "t.yaml:2:1"},
      {"a: 1\nb: \xff\n", Code::yaml_not_utf8, "t.yaml:2:4"},
      {std::string("a\0:\0", 4), Code::yaml_not_utf8, "t.yaml:1:1"},
      {"\xff\xfe"
       "a",
       Code::yaml_not_utf8, "t.yaml:1:1"},
      {"a: 1\n---\nb: 2\n", Code::yaml_second_document, "t.yaml:2:1"},
      {"a: 1\n---\n", Code::yaml_second_document, "t.yaml:2:1"},
      {"a: 1\nb: 2\na: 3\n", Code::yaml_duplicate_key, "t.yaml:3:1"},
      {"x: {a: 1, 'a': 2}\n", Code::yaml_duplicate_key, "t.yaml:1:11"},
      {"a: !!str b\n", Code::yaml_tag, "t.yaml:1:4"},
      {"a: ! b\n", Code::yaml_tag, "t.yaml:1:4"},
      {"a: !x [b]\n", Code::yaml_tag, "t.yaml:1:4"},
      {"a: &n !x {b: c}\n", Code::yaml_tag, "t.yaml:1:7"},
      {"a: &n {}\nb: {<<: *n}\n", Code::yaml_tag, "t.yaml:2:5"},
      {"a: &n [*n]\n", Code::yaml_alias_growth, "t.yaml:1:8"},
      {std::string(65, '[') + std::string(65, ']'), Code::yaml_too_deep, "t.yaml:1:65"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.yaml);
    const Parsed parsed(row.yaml);
    REQUIRE(parsed.diags.errors() == 1);
    const Diagnostic& d = parsed.diags.all().front();
    CHECK(text_of(d.code) == text_of(row.code));
    REQUIRE(!d.labels.empty());
    CHECK(parsed.sources.at(d.labels.front().span) == row.at);
  }
}

TEST_CASE("parse_yaml: keys in quotes and merge keys in quotes are keys") {
  const Parsed parsed("'<<': 1\na: 'b'\n");
  CHECK(parsed.tree);
  CHECK(!parsed.diags.has_errors());
}

TEST_CASE("parse_yaml: 64 levels are read") {
  const Parsed parsed(std::string(64, '[') + std::string(64, ']'));
  CHECK(parsed.tree);
  CHECK(!parsed.diags.has_errors());
}

TEST_CASE("parse_yaml: duplicates among many keys are found once each") {
  std::string yaml;
  for (int i = 0; i < 5000; ++i) {
    yaml += "k" + std::to_string(i) + ": 1\n";
  }
  yaml += "k17: 2\nk4711: 2\nk17: 3\n";
  const Parsed parsed(yaml);
  CHECK(parsed.diags.errors() == 3);
  CHECK(parsed.sources.at(parsed.diags.all().back().labels.front().span) == "t.yaml:5002:1");
}

TEST_CASE("parse_yaml: alias growth is counted through aliases of aliases") {
  const auto bomb = [](int levels, int width) {
    std::string yaml = "a0: &a0 [x]\n";
    for (int i = 1; i <= levels; ++i) {
      yaml += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
      for (int j = 0; j < width; ++j) {
        yaml += (j > 0 ? ", *a" : "*a") + std::to_string(i - 1);
      }
      yaml += "]\n";
    }
    return yaml;
  };
  CHECK(Parsed(bomb(4, 9)).tree);
  const Parsed growing(bomb(9, 9));
  CHECK(!growing.tree);
  CHECK(growing.diags.all().front().code == Code::yaml_alias_growth);
}

TEST_CASE("parse_yaml: hostile sizes end in an error, not in a hang or a full memory") {
  const std::string unclosed(8U << 20U, '[');
  const Parsed deep("a: " + unclosed);
  CHECK(!deep.tree);
  CHECK(deep.diags.all().front().code == Code::yaml_too_large);

  std::string flat = "[";
  while (flat.size() < (8U << 20U)) {
    flat += "a,";
  }
  const Parsed wide(flat + "]");
  CHECK(!wide.tree);
  CHECK(wide.diags.all().front().code == Code::yaml_too_large);

  const Parsed endless("a: \"" + std::string(8U << 20U, 'x'));
  CHECK(!endless.tree);
  CHECK(endless.diags.all().front().code == Code::yaml_too_large);
}

}  // namespace
}  // namespace reshoot
