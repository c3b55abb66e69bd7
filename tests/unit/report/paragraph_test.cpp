// SPDX-License-Identifier: Apache-2.0
#include "report/paragraph.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

std::string wrapped(std::size_t width, std::string_view text) {
  Paragraph lines(StyledText("why: ", Paint::dim), 4, {width, false});
  lines.add(text);
  return lines.text();
}

}  // namespace

TEST_CASE("Paragraph: words are wrapped at the width, each line behind the indent") {
  CHECK(wrapped(0, "one two three") == "why: one two three\n");
  CHECK(wrapped(24, "the face is not the one of the reference") ==
        "why: the face is not the\n    one of the reference\n");
  CHECK(wrapped(30, "") == "why:\n");
}

TEST_CASE("Paragraph: a word that is too long is never cut, a narrow terminal gets its least") {
  CHECK(wrapped(24, "a 0123456789012345678901234567 b") ==
        "why: a\n    0123456789012345678901234567\n    b\n");
  CHECK(wrapped(5, "some words of text here") == "why: some words of text\n    here\n");
}

}  // namespace reshoot
