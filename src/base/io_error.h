// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the system said when a file could not be used, in words for people.

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// `cannot <doing> '<path>': <reason>` with what to do about it; kind `environment`. `error_number`
/// is an errno value.
[[nodiscard]] tl::unexpected<Error> io_failure(std::string_view doing,
                                               const std::filesystem::path& path, int error_number);

}  // namespace reshoot
