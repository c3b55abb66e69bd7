// SPDX-License-Identifier: Apache-2.0
#pragma once
// YAML text to tree. The only place that knows yaml-cpp.

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/diagnostic.h"
#include "base/source.h"
#include "yaml/tree.h"

namespace reshoot {

/// Mappings and sequences inside one another, at most.
constexpr std::size_t yaml_depth_limit = 64;
/// Nodes that aliases may add to those that are written out, at most.
constexpr std::uint64_t yaml_alias_growth_limit = 100'000;
/// Bytes of one scalar, or of one `{...}` or `[...]` at the start of the file, at most: the parser
/// holds such a piece whole, at a hundred times its size.
constexpr std::size_t yaml_piece_limit = 2U << 20U;

/// Reads the one document of a source. Duplicate keys, tags, merge keys and keys that are not text
/// are reported and left in; nullopt where the text is not well-formed or breaks a limit (reported
/// too).
std::optional<YamlTree> parse_yaml(SourceId source, const SourceMap& sources, Diagnostics& diags);

}  // namespace reshoot
