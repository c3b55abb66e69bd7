// SPDX-License-Identifier: Apache-2.0
// A scene's prompt in words for people.

#include "assemble/prompt_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace reshoot {
namespace {

/// `a woman in her thirties` of `a woman in her thirties, short dark hair`; empty where it is too
/// long to be read in passing.
std::string_view short_description(std::string_view description) {
  constexpr std::size_t longest = 60;
  const std::string_view head = description.substr(0, description.find_first_of(",;.\n"));
  return head.size() <= longest ? head : std::string_view{};
}

/// `the person`, or `the second person` where the cast has several of that kind.
std::string kind_phrase(const GenerateRequest& request, std::size_t member) {
  const auto same_kind = [&](const CastRequest& other) {
    return other.kind == request.cast[member].kind;
  };
  const auto end = request.cast.begin() + static_cast<std::ptrdiff_t>(member);
  const auto before = std::count_if(request.cast.begin(), end, same_kind);
  const auto all = std::count_if(request.cast.begin(), request.cast.end(), same_kind);
  constexpr std::array<std::string_view, 4> ordinals = {"first ", "second ", "third ", "fourth "};
  const auto place = static_cast<std::size_t>(before);
  const std::string_view ordinal = all < 2 || place >= ordinals.size() ? "" : ordinals[place];
  return fmt::format("the {}{}", ordinal, name_of(request.cast[member].kind));
}

/// Upper-cases an ASCII letter at `at` where a sentence begins there.
void capitalize_start(std::string& text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string::npos : text.find_last_not_of(' ', at - 1);
  const bool starts = before == std::string::npos || text[before] == '.' || text[before] == '!' ||
                      text[before] == '?';
  if (starts && at < text.size() && text[at] >= 'a' && text[at] <= 'z') {
    text[at] = static_cast<char>(text[at] - 'a' + 'A');
  }
}

}  // namespace

std::string prompt_text(const GenerateRequest& request) {
  std::string text;
  std::vector<bool> mentioned(request.cast.size());
  for (const PromptPart& part : request.prompt) {
    if (!part.cast) {
      text += part.text;
      continue;
    }
    const std::size_t member = *part.cast;
    const std::string_view description = short_description(request.cast[member].description);
    const std::size_t start = text.size();
    text += mentioned[member] || description.empty() ? kind_phrase(request, member)
                                                     : std::string(description);
    capitalize_start(text, start);
    mentioned[member] = true;
  }
  capitalize_start(text, 0);
  return text;
}

}  // namespace reshoot
