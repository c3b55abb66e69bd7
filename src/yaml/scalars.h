// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a plain scalar is: the YAML 1.2 core schema, and nothing of YAML 1.1 (`yes`, octal, dates).

#include <cstdint>
#include <string_view>

namespace reshoot {

enum class PlainKind : std::uint8_t { text, integer, number, boolean };

/// What a plain scalar would be to any YAML 1.2 reader. Nulls are the parser's.
PlainKind plain_kind(std::string_view text);

}  // namespace reshoot
