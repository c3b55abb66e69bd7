// SPDX-License-Identifier: Apache-2.0
#pragma once
// Differences of a clip's cast in the words of people: keys number the cast, campaigns name it.

#include <string>
#include <vector>

#include "graph/explain.h"
#include "graph/key.h"

namespace reshoot {

/// Puts names where `reasons`, the differences of `was` and `now`, have numbers. `names` is the
/// cast now. Who stood where is found by what the key holds of each member. A cast that was
/// reordered, or gained or lost members, is one reason `cast` in place of one for each field.
void name_cast(const std::vector<KeyField>& was, const std::vector<KeyField>& now,
               const std::vector<std::string>& names, std::vector<Reason>& reasons);

}  // namespace reshoot
