// SPDX-License-Identifier: Apache-2.0
#include "campaign/prompt_length.h"

#include <algorithm>
#include <string_view>

#include "campaign/voice_video.h"

namespace reshoot {

namespace {

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// Bytes that the longest mention of a character has at most.
std::size_t mention_bound(const CastMember& member, const std::vector<Character>& characters) {
  constexpr std::size_t noun = 20;    // `the character in `
  constexpr std::size_t number = 16;  // `Image 12, `, with a reserve
  constexpr std::size_t voice_video = 1;
  return noun + (member.references.size() + voice_video) * number +
         characters[member.character].description.value.size();
}

/// Bytes that the prompt has at most; made without writing it.
std::size_t bound(const Scene& scene, const std::vector<Character>& characters) {
  constexpr std::size_t around_line = 16;  // line break, ` says: ""`
  std::size_t bytes = 0;
  for (const PromptPart& part : scene.prompt.value) {
    bytes += part.cast ? mention_bound(scene.cast[*part.cast], characters) : part.text.size();
  }
  for (const SpokenLine& line : scene.says) {
    bytes += around_line + mention_bound(scene.cast[line.cast], characters) + line.text.size();
  }
  return bytes;
}

/// What a model on this machine reads: the cast is no part of it.
std::size_t plain_length(const Scene& scene) {
  std::size_t length = 0;
  for (const PromptPart& part : scene.prompt.value) {
    length += code_points(part.text);
  }
  for (const SpokenLine& line : scene.says) {
    length += code_points(line.text);
  }
  return length;
}

std::size_t bound_length(const Scene& scene, const std::vector<Character>& characters) {
  std::vector<NamedCharacter> cast;
  for (std::uint32_t i = 0; i < scene.cast.size(); ++i) {
    const CastMember& member = scene.cast[i];
    const Character& character = characters[member.character];
    NamedCharacter& named = cast.emplace_back();
    named.kind = character.kind;
    named.description = character.description.value;
    for (const std::uint32_t reference : member.references) {
      named.videos.push_back(is_video(character.references[reference].file.type));
    }
    if (voice_video_of(scene, i, characters, *scene.model.value)) {
      named.videos.push_back(true);
    }
  }
  PromptWriter writer(std::move(cast), scene.model.value->inputs.binds());
  for (const PromptPart& part : scene.prompt.value) {
    if (part.cast) {
      writer.add_mention(*part.cast);
    } else {
      writer.add_text(part.text);
    }
  }
  for (const SpokenLine& line : scene.says) {
    writer.add_line(line.cast, line.text);
  }
  return code_points(writer.prompt());
}

}  // namespace

std::optional<std::size_t> prompt_beyond(std::size_t most, const Scene& scene,
                                         const std::vector<Character>& characters) {
  if (bound(scene, characters) <= most) {
    return std::nullopt;  // a code point has at least one byte
  }
  const std::size_t length =
      scene.model.value->local() ? plain_length(scene) : bound_length(scene, characters);
  return length > most ? std::optional(length) : std::nullopt;
}

}  // namespace reshoot
