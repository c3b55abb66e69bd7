// SPDX-License-Identifier: Apache-2.0
#include "report/styled_text.h"

#include <algorithm>

#include "base/text.h"

namespace reshoot {
namespace {

std::string_view escape_of(Paint paint) {
  switch (paint) {
    case Paint::plain:
      return {};
    case Paint::bold:
      return "\x1b[1m";
    case Paint::dim:
      return "\x1b[2m";
    case Paint::red:
      return "\x1b[31m";
    case Paint::green:
      return "\x1b[32m";
    case Paint::yellow:
      return "\x1b[33m";
    case Paint::cyan:
      return "\x1b[36m";
  }
  return {};
}

}  // namespace

std::string painted(std::string_view text, Paint paint, bool colour) {
  const std::string_view escape = escape_of(paint);
  if (!colour || escape.empty() || text.empty()) {
    return std::string(text);
  }
  return std::string(escape).append(text).append("\x1b[0m");
}

StyledText& StyledText::add(std::string_view text, Paint paint) {
  std::string shown = printable(text);
  if (shown.empty()) {
    return *this;
  }
  width_ += display_width(shown);
  if (!pieces_.empty() && pieces_.back().paint == paint) {
    pieces_.back().text += shown;
  } else {
    pieces_.push_back({std::move(shown), paint});
  }
  return *this;
}

StyledText& StyledText::append(const StyledText& text) {
  for (const Piece& piece : text.pieces_) {
    pieces_.push_back(piece);
  }
  width_ += text.width_;
  return *this;
}

StyledText& StyledText::pad_to(std::size_t cells) {
  return width_ < cells ? add(std::string(cells - width_, ' ')) : *this;
}

StyledText& StyledText::cut(std::size_t cells) {
  if (width_ <= cells) {
    return *this;
  }
  std::size_t used = 0;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const std::size_t width = display_width(pieces_[i].text);
    if (used + width >= cells) {  // the sign of the cut needs a cell, too
      const std::string more = pieces_[i].text + (i + 1 < pieces_.size() ? "  " : "");
      pieces_[i].text = ellipsize(more, cells - used);
      pieces_.resize(pieces_[i].text.empty() ? i : i + 1);
      break;
    }
    used += width;
  }
  width_ = 0;
  for (const Piece& piece : pieces_) {
    width_ += display_width(piece.text);
  }
  return *this;
}

StyledText& StyledText::trim_end() {
  while (!pieces_.empty()) {
    std::string& text = pieces_.back().text;
    const std::size_t end = text.find_last_not_of(' ') + 1;  // npos + 1 is 0
    width_ -= text.size() - end;
    text.resize(end);
    if (!text.empty()) {
      break;
    }
    pieces_.pop_back();
  }
  return *this;
}

std::string StyledText::text(bool colour) const {
  std::string out;
  for (const Piece& piece : pieces_) {
    out += painted(piece.text, piece.paint, colour);
  }
  return out;
}

}  // namespace reshoot
