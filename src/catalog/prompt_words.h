// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a prompt names its cast: the words that bind "Image 1" to a character. Pure. Here, so that
// what is checked is as long as what is sent.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

enum class CastKind { person, mascot, product };

/// A character as a prompt names it.
struct NamedCharacter {
  CastKind kind = CastKind::person;
  std::string description;   ///< stands for a character that has no number
  std::vector<bool> videos;  ///< its references in binding order: whether each is a video
};

/// Writes a prompt part by part. Images and videos are numbered apart, in cast order, then
/// reference order: the first mention of a character is "the person in Image 1 and Image 2", later
/// ones "the person in Image 1" (character and product by kind).
class PromptWriter {
 public:
  /// `binds` false: references are not numbered, so the description stands for everybody.
  PromptWriter(std::vector<NamedCharacter> cast, bool binds);

  void add_text(std::string_view text) { prompt_ += text; }
  /// `character`: index into the cast.
  void add_mention(std::uint32_t character);
  /// `<binding> says: "..."` on a line of its own.
  void add_line(std::uint32_t character, std::string_view words);

  [[nodiscard]] const std::string& prompt() const { return prompt_; }

 private:
  std::vector<NamedCharacter> cast_;
  std::vector<std::vector<std::string>> numbered_;  ///< per character: `Image 1`, ...
  std::vector<bool> mentioned_;
  std::string prompt_;
};

}  // namespace reshoot
