// SPDX-License-Identifier: Apache-2.0
#include "assemble/text_page.h"

#include <doctest/doctest.h>

#include "base/text.h"

namespace reshoot {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) {
    all += (all.empty() ? "" : "|") + line;
  }
  return all;
}

}  // namespace

TEST_CASE("ass_escaped: nothing that a user writes is a command") {
  struct Row {
    std::string text;
    std::string escaped;
  };
  for (const Row& row : {
           Row{"plain", "plain"},
           Row{"{\\b1}",
               "\\{\\\xE2\x81\xA0"
               "b1\\}"},
           Row{"a\\Nb", "a\\\xE2\x81\xA0Nb"},
           Row{"one\ntwo\ttab\r", "one two tab "},
           Row{std::string("nul\0l", 5), "nul l"},
           Row{"gr\xC3\xBC\xC3\x9F", "gr\xC3\xBC\xC3\x9F"},
           Row{"bad\xFF\xC3", "bad\xEF\xBF\xBD\xEF\xBF\xBD"},
           Row{"half\xE4\xBD", "half\xEF\xBF\xBD\xEF\xBF\xBD"},
       }) {
    CAPTURE(row.text);
    CHECK(ass_escaped(row.text) == row.escaped);
  }
}

TEST_CASE("wrapped: at spaces, in long words, between wide characters") {
  CHECK(joined(wrapped("one two three four", 3.2, 9)) == "one two|three|four");
  CHECK(joined(wrapped("  one \n two  ", 40, 9)) == "one two");
  CHECK(joined(wrapped("", 10, 3)).empty());
  CHECK(wrapped("aaaaaaaaaaaaaaaaaaaa", 3, 99).size() > 2);
  const auto chinese = wrapped("\xE4\xBD\xA0\xE5\xA5\xBD\xE4\xB8\x96\xE7\x95\x8C", 1.6, 9);
  CHECK(joined(chinese) == "\xE4\xBD\xA0\xE5\xA5\xBD|\xE4\xB8\x96\xE7\x95\x8C");
}

TEST_CASE("wrapped: what does not fit ends in an ellipsis, inside the width") {
  const auto lines = wrapped("one two three four five six seven", 4, 2);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].ends_with("\xE2\x80\xA6"));
  for (const std::string& line : lines) {
    CHECK(estimated_width(line) <= 4);
  }
}

TEST_CASE("wrapped_evenly: no lone last word, no more lines, nothing lost") {
  const std::string text = "one two three four five six";
  CHECK(joined(wrapped(text, 8.6, 3)) == "one two three four five|six");
  CHECK(joined(wrapped_evenly(text, 8.6, 3)) == "one two three|four five six");
  CHECK(joined(wrapped_evenly("one two", 20, 3)) == "one two");
  CHECK(wrapped_evenly(text, 3, 2) == wrapped(text, 3, 2));
  CHECK(wrapped_evenly("", 3, 2).empty());
  CHECK(joined(wrapped_evenly("ab extraordinarily", 6.0, 3)) == "ab|extraordinarily");
}

TEST_CASE("wrapped: every line of any text is valid and not wider than asked") {
  const std::string text =
      "A \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D mix \xE4\xBD\xA0\xE5\xA5\xBD of gr\xC3\xB6\xC3\x9F"
      "er and supercalifragilisticexpialidocious words \xF0\x9F\x98\x80.";
  for (double width = 1.2; width < 20; width += 0.7) {
    for (const std::string& line : wrapped(text, width, 100)) {
      CAPTURE(line);
      CHECK(is_valid_utf8(line));
      CHECK(estimated_width(line) <= width);
    }
  }
}

TEST_CASE("estimated_width: wide, narrow and combining characters") {
  CHECK(estimated_width("MMMM") > estimated_width("nnnn"));
  CHECK(estimated_width("nnnn") > estimated_width("iiii"));
  CHECK(estimated_width("\xE4\xBD\xA0") > estimated_width("n"));
  CHECK(estimated_width("e\xCC\x81") == estimated_width("e"));
}

TEST_CASE("ass_script: page i is second i") {
  TextLine line{"x {y}", 10, 20.5, 30, {Anchor::centre, Weight::light, 55, 0}};
  const std::string script = ass_script({320, 180}, {{}, {line}});
  CHECK(script.find("PlayResX: 320\nPlayResY: 180\n") != std::string::npos);
  CHECK(script.find("Dialogue: 0,0:00:01.00,0:00:02.00,light,,0,0,0,,"
                    "{\\an5\\pos(10.00,20.50)\\fs30.00\\fsp0.00\\1a&HC8&}x \\{y\\}\n") !=
        std::string::npos);
}

}  // namespace reshoot
