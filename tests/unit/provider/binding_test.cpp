// SPDX-License-Identifier: Apache-2.0
#include "provider/binding.h"

#include <doctest/doctest.h>

#include "support.h"

namespace reshoot {
namespace {

using test::character;
using test::mention;
using test::text;

constexpr BindingStyle by_number{true};
constexpr BindingStyle by_words{false};

Order order_of(std::vector<OrderedCharacter> cast, std::vector<PromptPiece> prompt,
               std::vector<OrderedLine> says = {}) {
  Order order;
  order.cast = std::move(cast);
  order.prompt = std::move(prompt);
  order.says = std::move(says);
  return order;
}

const OrderedReference image{false, "i"};
const OrderedReference video{true, "v"};
constexpr auto person = OrderedKind::person;

}  // namespace

TEST_CASE("bound_prompt: how a mention is written") {
  struct Row {
    const char* name;
    std::vector<OrderedCharacter> cast;
    std::vector<PromptPiece> prompt;
    const char* bound;
  };
  const Row rows[] = {
      {"text alone", {}, {text("a red kite")}, "a red kite"},
      {"nothing at all", {}, {}, ""},
      {"one image",
       {character(person, {image})},
       {mention(0), text(" waves")},
       "the person in Image 1 waves"},
      {"first and later mentions",
       {character(person, {image, image})},
       {mention(0), text(" waves; "), mention(0), text(" sits, "), mention(0)},
       "the person in Image 1 and Image 2 waves; the person in Image 1 sits, the person in Image "
       "1"},
      {"three images",
       {character(person, {image, image, image})},
       {mention(0)},
       "the person in Image 1, Image 2 and Image 3"},
      {"kinds",
       {character(person, {image}), character(OrderedKind::mascot, {image}),
        character(OrderedKind::product, {image})},
       {mention(0), text(", "), mention(1), text(", "), mention(2)},
       "the person in Image 1, the character in Image 2, the product in Image 3"},
      {"numbers follow the cast, not the prompt",
       {character(person, {image, image}), character(person, {image})},
       {mention(1), text(" hands a box to "), mention(0)},
       "the person in Image 3 hands a box to the person in Image 1 and Image 2"},
      {"images and videos are numbered apart",
       {character(person, {image, video}), character(person, {video, image}),
        character(person, {video})},
       {mention(0), text("; "), mention(1), text("; "), mention(2), text("; "), mention(1)},
       "the person in Image 1 and Video 1; the person in Video 2 and Image 2; the person in Video "
       "3; the person in Video 2"},
      {"one who is not mentioned keeps the numbers",
       {character(person, {image}), character(OrderedKind::product, {image})},
       {mention(1), text(" turns")},
       "the product in Image 2 turns"},
      {"without references the description stands there, each time",
       {character(person, {}, "a tall man"), character(person, {image}, "a woman")},
       {mention(0), text(" greets "), mention(1), text(", "), mention(0)},
       "a tall man greets the person in Image 1, a tall man"},
      {"neither references nor description",
       {character(person, {}), character(OrderedKind::mascot, {}),
        character(OrderedKind::product, {})},
       {mention(0), text(", "), mention(1), text(", "), mention(2)},
       "the person, the character, the product"},
      {"literal text that looks like a binding is left alone",
       {character(person, {image})},
       {text("Image 1 shows Video 1; "), mention(0)},
       "Image 1 shows Video 1; the person in Image 1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(bound_prompt(order_of(row.cast, row.prompt), by_number) == row.bound);
  }
}

TEST_CASE("bound_prompt: a model that binds nothing reads descriptions") {
  const std::vector<OrderedCharacter> cast{character(person, {image, video}, "a tall man"),
                                           character(OrderedKind::product, {image})};
  CHECK(bound_prompt(order_of(cast, {mention(0), text(" lifts "), mention(1)}, {{0, "Up!"}}),
                     by_words) == "a tall man lifts the product\na tall man says: \"Up!\"");
}

TEST_CASE("bound_prompt: spoken lines follow in order") {
  const std::vector<OrderedCharacter> cast{character(person, {image, image}),
                                           character(person, {video})};
  struct Row {
    const char* name;
    std::vector<PromptPiece> prompt;
    std::vector<OrderedLine> says;
    const char* bound;
  };
  const Row rows[] = {
      {"after a mention",
       {mention(0), text(" waves.")},
       {{0, "Hello."}},
       "the person in Image 1 and Image 2 waves.\nthe person in Image 1 says: \"Hello.\""},
      {"a speaker whom the prompt does not mention",
       {text("An office.")},
       {{0, "One."}, {1, "Two."}, {0, "Three."}},
       "An office.\nthe person in Image 1 and Image 2 says: \"One.\"\nthe person in Video 1 says: "
       "\"Two.\"\nthe person in Image 1 says: \"Three.\""},
      {"no prompt", {}, {{1, "Hi"}}, "the person in Video 1 says: \"Hi\""},
      {"quotes and line ends inside",
       {text("x")},
       {{1, "Say \"Image 1\"\nnow"}},
       "x\nthe person in Video 1 says: \"Say 'Image 1' now\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(bound_prompt(order_of(cast, row.prompt, row.says), by_number) == row.bound);
  }
}

}  // namespace reshoot
