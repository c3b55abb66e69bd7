// SPDX-License-Identifier: Apache-2.0
// Most scalars are told from numbers by their first character.

#include "yaml/scalars.h"

#include <algorithm>
#include <array>

namespace reshoot {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) {
    ++at;
  }
  return at;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_based(std::string_view text, char base, std::string_view digits) {
  return text.size() > 2 && text[0] == '0' && text[1] == base &&
         text.find_first_not_of(digits, 2) == std::string_view::npos;
}

/// `[-+]? (digits [. digits*]? | . digits) ([eE] [-+]? digits)?`
PlainKind decimal_kind(std::string_view text) {
  std::size_t at = text[0] == '-' || text[0] == '+' ? 1 : 0;
  const std::size_t whole = skip_digits(text, at);
  const std::size_t whole_digits = whole - at;
  at = whole;
  if (at == text.size()) {
    return whole_digits > 0 ? PlainKind::integer : PlainKind::text;
  }
  std::size_t places = 0;
  if (text[at] == '.') {
    const std::size_t end = skip_digits(text, at + 1);
    places = end - at - 1;
    at = end;
  }
  if (whole_digits + places == 0) {
    return PlainKind::text;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
      ++at;
    }
    const std::size_t end = skip_digits(text, at);
    if (end == at) {
      return PlainKind::text;
    }
    at = end;
  }
  return at == text.size() ? PlainKind::number : PlainKind::text;
}

}  // namespace

PlainKind plain_kind(std::string_view text) {
  if (text.empty()) {
    return PlainKind::text;
  }
  const char first = text[0];
  if (first == 't' || first == 'T' || first == 'f' || first == 'F') {
    return is_one_of(text, {"true", "True", "TRUE", "false", "False", "FALSE"}) ? PlainKind::boolean
                                                                                : PlainKind::text;
  }
  if (!is_digit(first) && first != '-' && first != '+' && first != '.') {
    return PlainKind::text;
  }
  if (is_based(text, 'x', "0123456789abcdefABCDEF") || is_based(text, 'o', "01234567")) {
    return PlainKind::integer;
  }
  const std::string_view unsigned_text = text.substr(first == '-' || first == '+' ? 1 : 0);
  if (is_one_of(unsigned_text, {".inf", ".Inf", ".INF"}) ||
      is_one_of(text, {".nan", ".NaN", ".NAN"})) {
    return PlainKind::number;
  }
  return decimal_kind(text);
}

}  // namespace reshoot
