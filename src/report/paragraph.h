// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words in lines, wrapped at the width of the terminal, each line behind the same indent.

#include <cstddef>
#include <string>
#include <string_view>

#include "report/styled_text.h"

namespace reshoot {

class Paragraph {
 public:
  /// `head` stands on the first line before its text, which begins in the cell after `indent`; it
  /// may be wider. However narrow the terminal, text gets `narrowest` cells.
  Paragraph(StyledText head, std::size_t indent, const TextStyle& style);

  /// A word with the spaces behind it.
  void add_word(std::string_view word, Paint paint = Paint::plain);
  /// Words with spaces between them.
  void add(std::string_view text, Paint paint = Paint::plain);
  /// Lines with line breaks and without spaces at their ends. The paragraph is used up.
  [[nodiscard]] std::string text();

  static constexpr std::size_t narrowest = 20;

 private:
  void end_line();

  TextStyle style_;
  std::size_t indent_;
  StyledText line_;
  std::string out_;
  bool fresh_ = true;  ///< no word stands on the line yet
};

}  // namespace reshoot
