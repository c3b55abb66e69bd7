// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where progress is written: a terminal or a stream.

#include <cstddef>
#include <string_view>

namespace reshoot {

struct TerminalSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

struct ProgressOutput {
  virtual ~ProgressOutput() = default;
  /// Writes all of it, in one call to the system where that takes it.
  virtual void write(std::string_view text) = 0;
  /// Asked anew each time: terminals are resized. 80x24 where there is none; never 0.
  [[nodiscard]] virtual TerminalSize size() const = 0;
};

/// A file descriptor, which stays its owner's. What cannot be written is dropped: nobody reads it.
class FdOutput final : public ProgressOutput {
 public:
  explicit FdOutput(int fd) : fd_(fd) {}
  void write(std::string_view text) override;
  [[nodiscard]] TerminalSize size() const override;

 private:
  int fd_;
};

}  // namespace reshoot
