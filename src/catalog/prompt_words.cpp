// SPDX-License-Identifier: Apache-2.0
#include "catalog/prompt_words.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace reshoot {

namespace {

std::string_view noun_of(CastKind kind) {
  switch (kind) {
    case CastKind::person:
      return "the person";
    case CastKind::mascot:
      return "the character";
    case CastKind::product:
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

}  // namespace

PromptWriter::PromptWriter(std::vector<NamedCharacter> cast, bool binds)
    : cast_(std::move(cast)), numbered_(cast_.size()), mentioned_(cast_.size(), false) {
  int images = 0;
  int videos = 0;
  for (std::size_t i = 0; binds && i < cast_.size(); ++i) {
    for (const bool is_video : cast_[i].videos) {
      numbered_[i].push_back(is_video ? fmt::format("Video {}", ++videos)
                                      : fmt::format("Image {}", ++images));
    }
  }
}

void PromptWriter::add_mention(std::uint32_t character) {
  CHECK(character < cast_.size());
  const std::vector<std::string>& names = numbered_[character];
  const std::string_view noun = noun_of(cast_[character].kind);
  if (names.empty()) {
    const std::string& description = cast_[character].description;
    prompt_ += description.empty() ? noun : std::string_view(description);
    return;
  }
  const bool again = mentioned_[character];
  mentioned_[character] = true;
  prompt_ += fmt::format("{} in {}", noun, again ? names.front() : listed(names));
}

void PromptWriter::add_line(std::uint32_t character, std::string_view words) {
  if (!prompt_.empty()) {
    prompt_ += '\n';
  }
  add_mention(character);
  // Fit to stand between double quotes on one line.
  std::string spoken(words);
  std::replace(spoken.begin(), spoken.end(), '"', '\'');
  std::replace(spoken.begin(), spoken.end(), '\n', ' ');
  prompt_ += fmt::format(" says: \"{}\"", spoken);
}

}  // namespace reshoot
