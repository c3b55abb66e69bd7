// SPDX-License-Identifier: Apache-2.0
#include "assemble/prompt_text.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

CastRequest member(CharacterKind kind, std::string description = {}) {
  CastRequest cast;
  cast.kind = kind;
  cast.description = std::move(description);
  return cast;
}

std::string text_with(std::vector<CastRequest> cast, std::vector<PromptPart> prompt) {
  GenerateRequest request;
  request.cast = std::move(cast);
  request.prompt = std::move(prompt);
  return prompt_text(request);
}

PromptPart mention(std::uint32_t cast) {
  return {"", cast};
}

}  // namespace

TEST_CASE("prompt_text: people by their description, then by their kind") {
  CHECK(text_with({member(CharacterKind::person, "a woman in her thirties, short dark hair")},
                  {mention(0), {" waves. ", {}}, mention(0), {" smiles", {}}}) ==
        "A woman in her thirties waves. The person smiles");
  CHECK(text_with({member(CharacterKind::mascot)},
                  {{"a beach; ", {}}, mention(0), {" runs", {}}}) == "A beach; the mascot runs");
}

TEST_CASE("prompt_text: several of a kind are counted") {
  CHECK(text_with({member(CharacterKind::person), member(CharacterKind::person),
                   member(CharacterKind::product)},
                  {mention(1), {" gives ", {}}, mention(2), {" to ", {}}, mention(0)}) ==
        "The second person gives the product to the first person");
}

TEST_CASE("prompt_text: a long description is not read out") {
  const std::string long_words(61, 'x');
  CHECK(text_with({member(CharacterKind::person, long_words)}, {mention(0)}) == "The person");
}

}  // namespace reshoot
