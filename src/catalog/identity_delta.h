// SPDX-License-Identifier: Apache-2.0
#pragma once
// A binary delta as it stands in a row: base64 text. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reshoot {

/// Longest delta in bytes: rows are text for people, not a place for models.
constexpr std::size_t longest_delta = 64U << 10U;

/// The bytes of base64 text (RFC 4648, with its padding), in which blanks and line ends do not
/// count. nullopt: it is none, or longer than `longest_delta`.
std::optional<std::string> read_base64(std::string_view text);

/// How long a file is that comes of a delta in bspatch's format. nullopt: it is none.
std::optional<std::uint64_t> patched_bytes(std::string_view delta);

}  // namespace reshoot
