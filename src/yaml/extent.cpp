// SPDX-License-Identifier: Apache-2.0
// Walks over text that the parser has accepted already; still, never past its end.

#include "yaml/extent.h"

#include <algorithm>

namespace reshoot {

namespace {

constexpr std::string_view blanks = " \t\r\n";

std::size_t end_of_line(std::string_view source, std::size_t at) {
  return std::min(source.find('\n', at), source.size());
}

std::size_t skip_blanks_and_comments(std::string_view source, std::size_t at) {
  while (at < source.size()) {
    if (source[at] == '#') {
      at = end_of_line(source, at);
    } else if (blanks.find(source[at]) != std::string_view::npos) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

/// A plain scalar over several lines: its words as in the value, anything blank between them.
std::size_t end_of_plain(std::string_view source, std::size_t at, std::string_view value) {
  std::size_t end = at;
  for (const char c : value) {
    if (blanks.find(c) != std::string_view::npos) {
      continue;
    }
    while (at < source.size() && source[at] != c) {
      ++at;
    }
    at = std::min(at + 1, source.size());
    end = at;
  }
  return end;
}

std::size_t end_of_quoted(std::string_view source, std::size_t begin) {
  const char quote = source[begin];
  for (std::size_t at = begin + 1; at < source.size(); ++at) {
    if (source[at] == '\\' && quote == '"') {
      ++at;
    } else if (source[at] == quote) {
      if (quote == '"' || at + 1 == source.size() || source[at + 1] != '\'') {
        return at + 1;
      }
      ++at;  // '' is a quote inside
    }
  }
  return std::string_view::npos;
}

/// A block scalar: the lines behind its head that are blank or indented as its first line is.
std::size_t end_of_block(std::string_view source, std::size_t begin, bool empty) {
  std::size_t end = end_of_line(source, begin);
  if (empty) {
    return end;
  }
  std::size_t indent = 0;
  for (std::size_t line = end + 1; line < source.size();) {
    const std::size_t stop = end_of_line(source, line);
    const std::size_t text = std::min(source.find_first_not_of(' ', line), stop);
    const bool blank = source.find_first_not_of(blanks, line) >= stop;
    if (!blank) {
      indent = indent == 0 ? text - line : indent;
      if (indent == 0 || text - line < indent) {
        break;
      }
      end = stop;
    }
    line = stop + 1;
  }
  return end;
}

}  // namespace

std::size_t skip_anchor(std::string_view source, std::size_t at) {
  if (at < source.size() && source[at] == '&') {
    at = std::min(source.find_first_of(" \t\r\n,[]{}", at), source.size());
    at = skip_blanks_and_comments(source, at);
  }
  return at;
}

std::size_t end_of_scalar(std::string_view source, std::size_t begin, std::string_view value,
                          bool plain) {
  if (begin >= source.size()) {
    return source.size();
  }
  if (plain) {
    return source.substr(begin, value.size()) == value ? begin + value.size()
                                                       : end_of_plain(source, begin, value);
  }
  const char indicator = source[begin];
  if (indicator == '"' || indicator == '\'') {
    return end_of_quoted(source, begin);
  }
  return end_of_block(source, begin, value.empty());
}

std::size_t end_of_alias(std::string_view source, std::size_t begin) {
  return std::min(source.find_first_of(" \t\r\n,[]{}", begin), source.size());
}

}  // namespace reshoot
