// SPDX-License-Identifier: Apache-2.0
#pragma once
// The coded sound of an MP3 file without its tags. Decodes nothing.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// The bytes between the tags before (ID3v2) and behind (ID3v1, APE, Lyrics3) the frames.
std::string_view mp3_payload(std::string_view bytes);

/// The canonical text of an MP3: its frames. A `corrupt` error where there are none. `path` is for
/// messages.
Result<std::string> describe_mp3(std::string_view bytes, const std::filesystem::path& path);

}  // namespace reshoot
