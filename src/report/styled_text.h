// SPDX-License-Identifier: Apache-2.0
#pragma once
// Text in pieces with a paint each, measured and cut in terminal cells. Colour is put on last.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reshoot {

/// How text for people is written.
struct TextStyle {
  std::size_t width = 0;  ///< cells of the terminal; 0: lines are not fitted to any width
  bool colour = false;
};

enum class Paint : std::uint8_t { plain, bold, dim, red, green, yellow, cyan };

/// `text` between the escape codes of `paint`; as it is where `colour` is false.
std::string painted(std::string_view text, Paint paint, bool colour);

/// One line in the making. Control characters of what is added are shown as escapes.
class StyledText {
 public:
  StyledText() = default;
  StyledText(std::string_view text, Paint paint = Paint::plain) { add(text, paint); }
  StyledText(const char* text, Paint paint = Paint::plain) { add(text, paint); }
  StyledText(const std::string& text, Paint paint = Paint::plain) { add(text, paint); }

  StyledText& add(std::string_view text, Paint paint = Paint::plain);
  StyledText& append(const StyledText& text);
  StyledText& pad_to(std::size_t cells);
  /// Cuts to at most `cells`, with `…` where it was cut.
  StyledText& cut(std::size_t cells);
  /// Drops spaces at the end.
  StyledText& trim_end();

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] bool empty() const { return pieces_.empty(); }
  [[nodiscard]] std::string text(bool colour) const;

 private:
  struct Piece {
    std::string text;
    Paint paint = Paint::plain;
  };
  std::vector<Piece> pieces_;
  std::size_t width_ = 0;
};

}  // namespace reshoot
