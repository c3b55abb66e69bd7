// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether an MP4, MOV or WAV file is whole, as far as its outer boxes tell.

#include <filesystem>

#include "base/media_type.h"
#include "base/result.h"

namespace reshoot {

/// A `corrupt` error where a box or chunk at the top reaches beyond the end of the file, or an MP4
/// or MOV has no movie box. Other types pass.
Result<void> check_whole(const std::filesystem::path& path, MediaType type);

}  // namespace reshoot
