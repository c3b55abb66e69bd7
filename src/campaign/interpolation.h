// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts with `${name}` and `$${`. Knows nothing of who is declared.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace reshoot {

/// Literal text (`$${` is `${` already), or a name with its place.
struct Piece {
  std::string text;
  bool is_name = false;
  Span at;  ///< of `${name}`; only for names
};

/// Splits a text that stands at `at`. A `${` that is not closed or holds no name is reported and
/// left out.
std::vector<Piece> split_interpolations(std::string_view text, Span at, const SourceMap& sources,
                                        Diagnostics& diags);

/// Blanks and line breaks at the end come from how YAML was quoted (`|` ends with one): they mean
/// nothing.
std::string_view without_trailing_space(std::string_view text);

/// A text in which nothing can be interpolated: `$${` becomes `${`; any `${name}` is reported.
std::string plain_text(std::string_view text, Span at, std::string_view key,
                       const SourceMap& sources, Diagnostics& diags);

}  // namespace reshoot
