// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a scalar begins and ends in the source: the parser's events tell only where a node begins.

#include <cstddef>
#include <string_view>

namespace reshoot {

/// Where the content of a node begins: `at` itself, or behind the anchor and the blanks that stand
/// there.
std::size_t skip_anchor(std::string_view source, std::size_t at);

/// Where a scalar that begins at `begin` ends. `value` is what it reads as; `plain` tells its
/// style.
/// npos: its quotes are not closed, which the parser lets pass at the end of a file.
std::size_t end_of_scalar(std::string_view source, std::size_t begin, std::string_view value,
                          bool plain);

/// Where the name behind `*` at `begin` ends.
std::size_t end_of_alias(std::string_view source, std::size_t begin);

}  // namespace reshoot
