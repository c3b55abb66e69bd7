// SPDX-License-Identifier: Apache-2.0
#pragma once
// Text that nobody may see: keys of providers.

#include <fmt/core.h>

#include <string>
#include <utility>

namespace reshoot {

/// Prints as `***` wherever it is formatted; only the transport reads the text.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  /// For the transport, at the moment of sending.
  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  std::string text_;
};

}  // namespace reshoot

template <>
struct fmt::formatter<reshoot::Secret> {
  constexpr auto parse(format_parse_context& context) { return context.begin(); }
  auto format(const reshoot::Secret& /*secret*/, format_context& context) const {
    return fmt::format_to(context.out(), "***");
  }
};
