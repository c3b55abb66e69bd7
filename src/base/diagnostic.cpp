// SPDX-License-Identifier: Apache-2.0
// Collects messages. Knows nothing of how they are shown.

#include "base/diagnostic.h"

#include <fmt/core.h>

#include "base/text.h"

namespace reshoot {

Diagnostic& Diagnostic::at(Span span, std::string label) {
  labels.push_back({span, std::move(label)});
  return *this;
}

Diagnostic& Diagnostic::note(std::string text) {
  notes.push_back(std::move(text));
  return *this;
}

Diagnostic& Diagnostic::help(std::string text) {
  helps.push_back(std::move(text));
  return *this;
}

Diagnostic& Diagnostic::help_did_you_mean(std::string_view written,
                                          const std::vector<std::string>& candidates) {
  constexpr std::size_t longest = 64;  // bytes; whoever writes more has not mistyped a name
  if (written.size() > longest) {
    return *this;
  }
  if (const auto candidate = closest(written, candidates)) {
    help(fmt::format("did you mean '{}'?", *candidate));
  }
  return *this;
}

Diagnostic& Diagnostics::report(Code code, std::string message) {
  if (info(code).severity == Severity::error) {
    ++errors_;
  } else {
    ++warnings_;
  }
  Diagnostic fresh{code, std::move(message), {}, {}, {}};
  if (all_.size() == limit) {
    return beyond_limit_ = std::move(fresh);
  }
  return all_.emplace_back(std::move(fresh));
}

}  // namespace reshoot
