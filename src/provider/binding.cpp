// SPDX-License-Identifier: Apache-2.0
#include "provider/binding.h"

#include <vector>

#include "catalog/prompt_words.h"

namespace reshoot {

std::string bound_prompt(const Order& order, const BindingStyle& style) {
  std::vector<NamedCharacter> cast;
  for (const OrderedCharacter& character : order.cast) {
    NamedCharacter& named = cast.emplace_back();
    named.kind = character.kind;
    named.description = character.description;
    for (const OrderedReference& reference : character.references) {
      named.videos.push_back(reference.is_video);
    }
  }
  PromptWriter writer(std::move(cast), style.binds);
  for (const PromptPiece& piece : order.prompt) {
    if (piece.character) {
      writer.add_mention(*piece.character);
    } else {
      writer.add_text(piece.text);
    }
  }
  for (const OrderedLine& line : order.says) {
    writer.add_line(line.character, line.text);
  }
  return writer.prompt();
}

}  // namespace reshoot
