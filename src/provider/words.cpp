// SPDX-License-Identifier: Apache-2.0
#include "provider/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace reshoot {
namespace {

constexpr std::size_t max_cells = 300;
constexpr std::size_t max_bytes = 4096;  // of foreign text that is looked at
constexpr std::string_view separators = " \t\r\n\"<>";

struct Phrase {
  std::string_view words;  ///< in lower case
  ErrorKind kind;
};

// The first that is found decides, so the order matters: a rejection for the rate is no rejection
// of content. Texts as providers and their clients write them; none is promised by documentation
// but DashScope's codes.
constexpr std::array phrases{
    Phrase{"insufficient credit", ErrorKind::refused_auth},
    Phrase{"insufficient balance", ErrorKind::refused_auth},
    Phrase{"arrearage", ErrorKind::refused_auth},
    Phrase{"rate limit exceeded", ErrorKind::rate_limited},
    Phrase{"rate_limit_exceeded", ErrorKind::rate_limited},
    Phrase{"resource_exhausted", ErrorKind::rate_limited},
    Phrase{"too many requests", ErrorKind::rate_limited},
    Phrase{"throttling", ErrorKind::rate_limited},
    Phrase{"datainspectionfailed", ErrorKind::refused_content},
    Phrase{"generation rejected", ErrorKind::refused_content},
    Phrase{"content policy", ErrorKind::refused_content},
    Phrase{"content_policy", ErrorKind::refused_content},
    Phrase{"inappropriate content", ErrorKind::refused_content},
    Phrase{"sensitive content", ErrorKind::refused_content},
    Phrase{"prohibited content", ErrorKind::refused_content},
    Phrase{"moderation", ErrorKind::refused_content},
    Phrase{"responsible ai", ErrorKind::refused_content},
    Phrase{"raimediafiltered", ErrorKind::refused_content},
    Phrase{"safety", ErrorKind::refused_content},
    Phrase{"usage guidelines", ErrorKind::refused_content},
    Phrase{"violat", ErrorKind::refused_content},
    Phrase{"invalidparameter", ErrorKind::campaign},
    Phrase{"invalid parameter", ErrorKind::campaign},
    Phrase{"invalidurl", ErrorKind::campaign},
};

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Where something that looks like a key begins: `sk-...` (DashScope) or `eyJ...` (a JWT, GMI
/// Cloud).
std::size_t find_key(std::string_view word) {
  for (std::size_t at = 0; at + 3 <= word.size(); ++at) {
    const std::string_view head = word.substr(at, 3);
    if ((head == "sk-" || head == "eyJ") && (at == 0 || !is_alphanumeric(word[at - 1]))) {
      return at;
    }
  }
  return std::string_view::npos;
}

/// One word as it may be shown; `before` is the word in front of it.
std::string shown(std::string_view word, std::string_view before) {
  if (lower_case(before) == "bearer") {
    return "***";
  }
  const std::size_t slash = word.find('/');
  const std::size_t query =
      slash == std::string_view::npos ? slash : word.find_first_of("?#", slash);
  word = word.substr(0, query);
  const std::size_t key = find_key(word);
  return key == std::string_view::npos ? std::string(word)
                                       : std::string(word.substr(0, key)) + "***";
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

std::string quotable(std::string_view words) {
  words = words.substr(0, max_bytes);
  std::string text;
  std::string_view before;
  while (!words.empty()) {
    const std::size_t blank = std::min(words.find_first_not_of(separators), words.size());
    text += words.substr(0, blank);
    words.remove_prefix(blank);
    const std::size_t end = std::min(words.find_first_of(separators), words.size());
    text += shown(words.substr(0, end), before);
    before = words.substr(0, end);
    words.remove_prefix(end);
  }
  std::replace(text.begin(), text.end(), '\n', ' ');
  return ellipsize(printable(text), max_cells);
}

std::optional<ErrorKind> kind_of_words(std::string_view words) {
  const std::string lower = lower_case(words.substr(0, max_bytes));
  const auto found = std::find_if(phrases.begin(), phrases.end(), [&](const Phrase& phrase) {
    return lower.find(phrase.words) != std::string::npos;
  });
  return found == phrases.end() ? std::nullopt : std::optional(found->kind);
}

}  // namespace reshoot
