// SPDX-License-Identifier: Apache-2.0
#include "provider/binding.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/check.h"

namespace reshoot {
namespace {

std::string_view noun_of(OrderedKind kind) {
  switch (kind) {
    case OrderedKind::person:
      return "the person";
    case OrderedKind::mascot:
      return "the character";
    case OrderedKind::product:
      return "the product";
  }
  return {};
}

/// `Image 1, Image 2 and Video 1`
std::string listed(const std::vector<std::string>& names) {
  std::string text = names.front();
  for (std::size_t i = 1; i < names.size(); ++i) {
    text += (i + 1 < names.size() ? ", " : " and ") + names[i];
  }
  return text;
}

/// Names each character of a cast, and knows who was named before.
class CastNames {
 public:
  CastNames(const std::vector<OrderedCharacter>& cast, const BindingStyle& style)
      : cast_(cast), numbered_(cast.size()), mentioned_(cast.size(), false) {
    int images = 0;
    int videos = 0;
    for (std::size_t i = 0; style.binds && i < cast.size(); ++i) {
      for (const OrderedReference& reference : cast[i].references) {
        numbered_[i].push_back(reference.is_video ? fmt::format("Video {}", ++videos)
                                                  : fmt::format("Image {}", ++images));
      }
    }
  }

  std::string mention(std::uint32_t character) {
    CHECK(character < cast_.size());
    const std::vector<std::string>& names = numbered_[character];
    const std::string_view noun = noun_of(cast_[character].kind);
    if (names.empty()) {
      const std::string& description = cast_[character].description;
      return description.empty() ? std::string(noun) : description;
    }
    const bool again = mentioned_[character];
    mentioned_[character] = true;
    return fmt::format("{} in {}", noun, again ? names.front() : listed(names));
  }

 private:
  const std::vector<OrderedCharacter>& cast_;
  std::vector<std::vector<std::string>> numbered_;  ///< per character: `Image 1`, ...
  std::vector<bool> mentioned_;
};

/// What is spoken, fit to stand between double quotes on one line.
std::string speech(std::string text) {
  std::replace(text.begin(), text.end(), '"', '\'');
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

std::string bound_prompt(const Order& order, const BindingStyle& style) {
  CastNames names(order.cast, style);
  std::string prompt;
  for (const PromptPiece& piece : order.prompt) {
    prompt += piece.character ? names.mention(*piece.character) : piece.text;
  }
  for (const OrderedLine& line : order.says) {
    prompt += fmt::format("{}{} says: \"{}\"", prompt.empty() ? "" : "\n",
                          names.mention(line.character), speech(line.text));
  }
  return prompt;
}

}  // namespace reshoot
