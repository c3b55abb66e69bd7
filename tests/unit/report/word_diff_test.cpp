// SPDX-License-Identifier: Apache-2.0
#include "report/word_diff.h"

#include <doctest/doctest.h>

#include <string>

namespace reshoot {
namespace {

/// Changed words in brackets.
std::string marked(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) {
    text += word.changed ? "[" + std::string(word.text) + "]" : std::string(word.text);
  }
  return text;
}

}  // namespace

TEST_CASE("word_diff: the words that are not common to both") {
  struct Row {
    const char *was, *now, *marked_was, *marked_now;
  };
  for (const Row& row : {
           Row{"", "", "", ""},
           Row{"same words", "same words", "same words", "same words"},
           Row{"Hello there", "Hi there", "[Hello ]there", "[Hi ]there"},
           Row{"a b c d e", "a x c d y", "a [b ]c d [e]", "a [x ]c d [y]"},
           Row{"", "new", "", "[new]"},
           Row{"one two", "one", "one [two]", "one"},
           Row{"the cat", "the  cat", "[the ]cat", "[the  ]cat"},
           Row{"a\nb", "a b", "[a\n]b", "[a ]b"},
           Row{"東京へ行く", "大阪へ行く", "[東][京]へ行く", "[大][阪]へ行く"},
           Row{"größe eins", "größe zwei", "größe [eins]", "größe [zwei]"},
           Row{"\xff x", "\xfe x", "[\xff ]x", "[\xfe ]x"},
       }) {
    CAPTURE(row.was);
    CAPTURE(row.now);
    const WordDiff diff = word_diff(row.was, row.now);
    CHECK(marked(diff.was) == row.marked_was);
    CHECK(marked(diff.now) == row.marked_now);
  }
}

TEST_CASE("word_diff: very long texts are compared as a whole between their common ends") {
  std::string was = "begin ";
  std::string now = "begin ";
  for (int i = 0; i < 5000; ++i) {
    was += "x" + std::to_string(i) + " ";
    now += "y" + std::to_string(i) + " ";
  }
  const std::string was_text = was + "end";
  const std::string now_text = now + "end";
  const WordDiff diff = word_diff(was_text, now_text);
  REQUIRE(diff.was.size() == 5002);
  CHECK_FALSE(diff.was.front().changed);
  CHECK(diff.was[2500].changed);
  CHECK_FALSE(diff.was.back().changed);
}

}  // namespace reshoot
