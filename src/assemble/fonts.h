// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where the slate's fonts are on this system.

#include <filesystem>
#include <vector>

#include "base/result.h"

namespace reshoot {

/// The folder that holds Open Sans; `environment` where it is not installed.
Result<std::filesystem::path> find_fonts();

/// The files in it that the slate uses, in fixed order: what rendered text depends on.
std::vector<std::filesystem::path> font_files(const std::filesystem::path& folder);

}  // namespace reshoot
