// SPDX-License-Identifier: Apache-2.0
#include "report/word_diff.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/text.h"

namespace reshoot {
namespace {

// Cells of the table of common subsequences: 2,000 words against 2,000 words.
constexpr std::size_t largest_table = 4'000'000;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

/// Bytes of the code point at the begin of `text` (not empty); broken UTF-8 goes byte by byte.
std::size_t code_point_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && size < 4 && (static_cast<unsigned char>(text[0]) & 0xc0U) == 0xc0U &&
         (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) {
    ++size;
  }
  return size;
}

/// A wide letter is a word of its own: its script has no spaces.
std::size_t word_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && !is_space(text[size])) {
    const std::size_t next = code_point_size(text.substr(size));
    const bool wide = next > 1 && display_width(text.substr(size, next)) == 2;
    if (wide && size > 0) {
      return size;
    }
    size += next;
    if (wide) {
      break;
    }
  }
  while (size < text.size() && is_space(text[size])) {
    ++size;
  }
  return size;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  while (!text.empty()) {
    const std::size_t size = word_size(text);
    words.push_back({text.substr(0, size), false});
    text.remove_prefix(size);
  }
  return words;
}

void mark_all(std::span<Word> words) {
  for (Word& word : words) {
    word.changed = true;
  }
}

using Same = bool (*)(const Word&, const Word&);

bool same_text(const Word& a, const Word& b) {
  return a.text == b.text;
}

bool same_letters(const Word& a, const Word& b) {
  const auto letters = [](std::string_view text) {
    return text.substr(0, text.find_last_not_of(" \n\t") + 1);
  };
  return letters(a.text) == letters(b.text);
}

/// Marks the words that are not in the longest common subsequence.
void mark_uncommon(std::span<Word> was, std::span<Word> now, Same same) {
  const std::size_t row = now.size() + 1;
  std::vector<std::uint32_t> common((was.size() + 1) * row, 0);  // of the words from (i, j) on
  for (std::size_t i = was.size(); i-- > 0;) {
    for (std::size_t j = now.size(); j-- > 0;) {
      common[i * row + j] = same(was[i], now[j])
                                ? common[(i + 1) * row + j + 1] + 1
                                : std::max(common[(i + 1) * row + j], common[i * row + j + 1]);
    }
  }
  mark_all(was);
  mark_all(now);
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < was.size() && j < now.size()) {
    if (same(was[i], now[j])) {
      was[i++].changed = false;
      now[j++].changed = false;
    } else if (common[(i + 1) * row + j] >= common[i * row + j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
}

void mark_changed(WordDiff& diff, Same same) {
  const auto [was_from, now_from] =
      std::mismatch(diff.was.begin(), diff.was.end(), diff.now.begin(), diff.now.end(), same);
  auto was_to = diff.was.end();
  auto now_to = diff.now.end();
  while (was_to != was_from && now_to != now_from && same(was_to[-1], now_to[-1])) {
    --was_to;
    --now_to;
  }
  const std::span<Word> was_middle(was_from, was_to);
  const std::span<Word> now_middle(now_from, now_to);
  if ((was_middle.size() + 1) * (now_middle.size() + 1) > largest_table) {
    mark_all(was_middle);
    mark_all(now_middle);
  } else {
    mark_uncommon(was_middle, now_middle, same);
  }
}

bool has_changed(const std::vector<Word>& words) {
  return std::any_of(words.begin(), words.end(), [](const Word& word) { return word.changed; });
}

}  // namespace

WordDiff word_diff(std::string_view was, std::string_view now) {
  WordDiff diff{words_of(was), words_of(now)};
  mark_changed(diff, same_letters);
  if (was != now && !has_changed(diff.was) && !has_changed(diff.now)) {
    mark_changed(diff, same_text);  // only the spaces between words differ
  }
  return diff;
}

}  // namespace reshoot
