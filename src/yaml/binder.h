// SPDX-License-Identifier: Apache-2.0
#pragma once
// Says what is wrong with a value. The reading itself is in bind.h, by type.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "yaml/shape.h"
#include "yaml/tree.h"

namespace reshoot {

/// Where messages go, and the key whose value is being read.
class Binder {
 public:
  explicit Binder(Diagnostics& diags) : diags_(diags) {}

  [[nodiscard]] Diagnostics& diags() { return diags_; }
  /// The key whose value is being read, and its place; restored by who sets it.
  std::string_view key;
  Span key_span;

  /// A value of the wrong type: says what was wanted, and what stands there.
  Diagnostic& wrong_type(const YamlValue& value, const Shape& shape);
  /// The right type, but not a legal value.
  Diagnostic& bad_value(const YamlValue& value, const Shape& shape);

  /// The text of a scalar that is no number, boolean or null; reported otherwise.
  std::optional<std::string_view> text(const YamlValue& value, const Shape& shape);
  /// The text of a plain scalar that is a number in decimal digits; reported otherwise.
  std::optional<std::string_view> number(const YamlValue& value, const Shape& shape);
  std::optional<std::int64_t> integer(const YamlValue& value, const Shape& shape);
  std::optional<bool> boolean(const YamlValue& value, const Shape& shape);
  /// The index of the choice; reported where it is none of them.
  std::optional<std::size_t> choice(const YamlValue& value, const Shape& shape);

  void unknown_key(const YamlValue& unknown, std::string_view noun,
                   const std::vector<FieldInfo>& fields);
  /// Says which keys of a mapping are missing or do not go together, where it is known that some
  /// are.
  void broken_rules(const YamlValue& mapping, const Shape& shape);
  void bad_name(const YamlValue& name, std::string_view wanted);

 private:
  void check_companions(const YamlValue& mapping, const YamlValue& own, const FieldInfo& info);
  void check_one_of(const YamlValue& mapping, const Shape& shape, Span place);

  Diagnostics& diags_;
};

}  // namespace reshoot
