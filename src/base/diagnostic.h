// SPDX-License-Identifier: Apache-2.0
#pragma once
// Messages to people as data: code, place, labels, notes, help. Rendering is elsewhere.

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic_codes.h"
#include "base/source.h"

namespace reshoot {

struct Label {
  Span span;
  std::string text;
};

/// One message. The first label is the place that it is about; more labels point at related places.
struct Diagnostic {
  Code code;
  std::string message;
  std::vector<Label> labels;
  std::vector<std::string> notes;
  std::vector<std::string> helps;

  Diagnostic& at(Span span, std::string label = {});
  Diagnostic& note(std::string text);
  Diagnostic& help(std::string text);
  /// Adds `did you mean 'x'?` when one of the candidates is close to what was written.
  Diagnostic& help_did_you_mean(std::string_view written,
                                const std::vector<std::string>& candidates);
};

/// Collects diagnostics. Reporting never stops the work: a stage reports all of its mistakes.
class Diagnostics {
 public:
  /// Messages kept. Later ones are counted only: nobody reads so many, and hostile files make
  /// millions.
  static constexpr std::size_t limit = 1000;

  /// Adds a message; its severity is the code's. The reference stays valid until the next report.
  Diagnostic& report(Code code, std::string message);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return warnings_; }
  /// True: report() keeps no more, so whoever makes a message may leave out what costs time.
  [[nodiscard]] bool full() const { return all_.size() == limit; }
  [[nodiscard]] const std::deque<Diagnostic>& all() const { return all_; }

 private:
  std::deque<Diagnostic> all_;
  Diagnostic beyond_limit_{};
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

}  // namespace reshoot
