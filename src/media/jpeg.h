// SPDX-License-Identifier: Apache-2.0
#pragma once
// What of a JPEG file decides its picture. Knows markers; decodes nothing.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// The canonical text of a JPEG: coded payload without APPn and COM, orientation, ICC profile, and
/// the colour transform where it is not the usual one. Bytes behind the end of the picture do not
/// count. Strict: a `corrupt` error where the markers do not add up to one whole picture. `path` is
/// for messages.
Result<std::string> describe_jpeg(std::string_view bytes, const std::filesystem::path& path);

}  // namespace reshoot
