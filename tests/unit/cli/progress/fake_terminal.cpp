// SPDX-License-Identifier: Apache-2.0
#include "fake_terminal.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>

namespace reshoot {

void FakeTerminal::write(std::string_view text) {
  writes_.emplace_back(text);
  while (!text.empty()) {
    std::size_t size = 1;
    if (text[0] == '\x1b') {
      size = escape(text);
    } else if (text[0] == '\r') {
      column_ = 0;
    } else if (text[0] == '\n') {
      column_ = 0;  // as with ONLCR
      ++row_;
      cells_.resize(std::max(cells_.size(), row_ + 1));
    } else {
      while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) {
        ++size;
      }
      put(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
}

/// Obeys the escape at the begin of `text`; its size.
std::size_t FakeTerminal::escape(std::string_view text) {
  const std::size_t end = text.find_first_of("ABCDHJKhlm");
  REQUIRE(end != std::string_view::npos);
  const std::string_view code = text.substr(0, end + 1);
  if (code == "\x1b[K") {
    cells_[row_].resize(std::min(cells_[row_].size(), column_));
  } else if (code == "\x1b[J") {
    cells_.resize(row_ + 1);
    cells_[row_].resize(std::min(cells_[row_].size(), column_));
  } else if (code == "\x1b[?25l" || code == "\x1b[?25h") {
    cursor_shown_ = code.back() == 'h';
  } else if (code.back() == 'A') {
    std::size_t up = 0;
    std::from_chars(code.data() + 2, code.data() + code.size(), up);
    REQUIRE(up <= row_);
    row_ -= up;
  } else {
    const bool known = code.back() == 'm' || code == "\x1b[?2026h" || code == "\x1b[?2026l";
    REQUIRE(known);
  }
  return end + 1;
}

void FakeTerminal::put(std::string_view character) {
  if (column_ == size_.columns) {
    column_ = 0;
    ++row_;
    cells_.resize(std::max(cells_.size(), row_ + 1));
  }
  std::vector<std::string>& row = cells_[row_];
  row.resize(std::max(row.size(), column_ + 1), " ");
  row[column_++] = character;
}

void FakeTerminal::resize(std::size_t columns) {
  std::vector<std::vector<std::string>> wrapped;
  for (const std::vector<std::string>& row : cells_) {
    wrapped.emplace_back();
    for (const std::string& cell : row) {
      if (wrapped.back().size() == columns) {
        wrapped.emplace_back();
      }
      wrapped.back().push_back(cell);
    }
  }
  cells_ = std::move(wrapped);
  row_ = cells_.size() - 1;
  column_ = cells_.back().size();
  size_.columns = columns;
}

std::string FakeTerminal::screen() const {
  std::string out;
  for (const std::vector<std::string>& row : cells_) {
    std::string line;
    for (const std::string& cell : row) {
      line += cell;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace reshoot
