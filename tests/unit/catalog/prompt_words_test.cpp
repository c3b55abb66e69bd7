// SPDX-License-Identifier: Apache-2.0
#include "catalog/prompt_words.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

TEST_CASE("PromptWriter: numbers by kind, all at the first mention, then the first alone") {
  PromptWriter writer({{CastKind::person, "a woman", {false, true, false}},
                       {CastKind::product, "a mug", {true}},
                       {CastKind::mascot, "a fox", {}},
                       {CastKind::mascot, "", {}}},
                      true);
  writer.add_mention(0);
  writer.add_text(" lifts ");
  writer.add_mention(1);
  writer.add_text("; ");
  writer.add_mention(2);
  writer.add_text(" and ");
  writer.add_mention(3);
  writer.add_line(0, "My \"mug\"\nis here.");
  CHECK(writer.prompt() ==
        "the person in Image 1, Video 1 and Image 2 lifts the product in Video 2; a fox and the "
        "character\nthe person in Image 1 says: \"My 'mug' is here.\"");
}

TEST_CASE("PromptWriter: where nothing is bound, descriptions stand for the cast") {
  PromptWriter writer({{CastKind::person, "a woman", {false}}}, false);
  writer.add_line(0, "Hello!");
  CHECK(writer.prompt() == "a woman says: \"Hello!\"");
}

}  // namespace
}  // namespace reshoot
