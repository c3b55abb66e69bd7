// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a file block by block, for hashing without holding it whole.

#include <filesystem>
#include <functional>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// Calls `take` with each block (at most 1 MiB, valid during the call) from begin to end.
Result<void> read_blocks(const std::filesystem::path& path,
                         const std::function<void(std::string_view)>& take);

}  // namespace reshoot
