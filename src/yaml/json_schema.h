// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shapes as JSON Schema, draft-07.

#include <string>
#include <string_view>

#include "yaml/shape.h"

namespace reshoot {

/// The schema of a whole document. Ends with a line break.
std::string json_schema(const Shape& root, std::string_view title);

}  // namespace reshoot
