// SPDX-License-Identifier: Apache-2.0
#pragma once
// One entry of a zip archive that is stored and not compressed, as PyTorch writes them. Pure; any
// bytes are answered.

#include <string_view>

#include "base/result.h"

namespace reshoot {

/// The bytes of the entry of that name, within `zip`. Errors: `corrupt`: this is no zip archive of
/// at most 4 GiB, it has no such entry or two, or the entry is compressed, encrypted or beyond the
/// archive's end.
Result<std::string_view> stored_entry(std::string_view zip, std::string_view name);

}  // namespace reshoot
