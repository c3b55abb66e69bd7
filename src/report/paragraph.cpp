// SPDX-License-Identifier: Apache-2.0
#include "report/paragraph.h"

#include <algorithm>

namespace reshoot {

Paragraph::Paragraph(StyledText head, std::size_t indent, const TextStyle& style)
    : style_(style), indent_(indent), line_(std::move(head)) {
  line_.pad_to(indent_);
}

void Paragraph::add_word(std::string_view word, Paint paint) {
  const std::string_view letters = word.substr(0, word.find_last_not_of(' ') + 1);  // npos + 1 is 0
  const StyledText text(letters, paint);
  const std::size_t width = std::max(style_.width, indent_ + narrowest);
  if (style_.width > 0 && !fresh_ && line_.width() + text.width() > width) {
    end_line();
    line_ = StyledText(std::string(indent_, ' '));
  }
  line_.append(text).add(word.substr(letters.size()));
  fresh_ = false;
}

void Paragraph::add(std::string_view text, Paint paint) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::size_t next = std::min(text.find_first_not_of(' ', end), text.size());
    add_word(text.substr(0, next), paint);
    text.remove_prefix(next);
  }
}

std::string Paragraph::text() {
  end_line();
  return std::move(out_);
}

void Paragraph::end_line() {
  out_ += line_.trim_end().text(style_.colour) + "\n";
  fresh_ = true;
}

}  // namespace reshoot
