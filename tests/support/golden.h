// SPDX-License-Identifier: Apache-2.0
#pragma once
// Golden files: what people see, pinned under tests/golden. RESHOOT_ACCEPT=1 writes them anew; read
// the difference in git before it is committed.

#include <string_view>

namespace reshoot {

/// Fails the running test case where `actual` is not what `tests/golden/<name>` holds.
void check_golden(std::string_view name, std::string_view actual);

}  // namespace reshoot
