// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds keys that a mapping holds more than once.

#include <cstdint>
#include <vector>

#include "base/diagnostic.h"
#include "yaml/tree.h"

namespace reshoot {

/// Reports each key of a mapping that stood there before. `scratch` is reused between calls.
void report_duplicate_keys(const YamlTree& tree, std::uint32_t mapping,
                           std::vector<std::uint32_t>& scratch, Diagnostics& diags);

}  // namespace reshoot
