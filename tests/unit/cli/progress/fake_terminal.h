// SPDX-License-Identifier: Apache-2.0
#pragma once
// A terminal in memory: understands the few escapes that progress uses, and nothing else.

#include <string>
#include <string_view>
#include <vector>

#include "cli/progress/output.h"

namespace reshoot {

class FakeTerminal final : public ProgressOutput {
 public:
  explicit FakeTerminal(std::size_t columns = 80, std::size_t rows = 24) : size_{columns, rows} {}

  void write(std::string_view text) override;
  [[nodiscard]] TerminalSize size() const override { return size_; }

  /// Makes it narrower or wider; what stands there is wrapped anew, as terminals do.
  void resize(std::size_t columns);

  /// All lines so far, without spaces at their ends; colours are dropped.
  [[nodiscard]] std::string screen() const;
  [[nodiscard]] bool cursor_shown() const { return cursor_shown_; }
  [[nodiscard]] const std::vector<std::string>& writes() const { return writes_; }

 private:
  std::size_t escape(std::string_view text);
  void put(std::string_view character);

  TerminalSize size_;
  std::vector<std::vector<std::string>> cells_{{}};  ///< rows of one character each
  std::size_t row_ = 0, column_ = 0;
  bool cursor_shown_ = true;
  std::vector<std::string> writes_;
};

}  // namespace reshoot
