// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a file must be before it is read as YAML: not too large, UTF-8, no control characters.

#include <cstdint>

#include "base/diagnostic.h"
#include "base/source.h"

namespace reshoot {

/// Bytes of one campaign file, at most.
constexpr std::uint64_t yaml_size_limit = 64ULL << 20U;

/// Reports why a source cannot be YAML of ours; true where it can.
bool check_yaml_text(SourceId id, const SourceMap& sources, Diagnostics& diags);

}  // namespace reshoot
