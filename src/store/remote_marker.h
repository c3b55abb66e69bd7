// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file that says that a folder is a remote, so that no other folder is taken for one.

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// At the top of every remote that anything was ever put into.
inline constexpr std::string_view remote_marker = "reshoot-remote.json";

/// What it says.
std::string remote_marker_text();

/// Whether the folder is a remote; a folder that holds nothing yet is none, and no error. Error:
/// one of a later version, or damaged.
Result<bool> has_marker(const std::filesystem::path& root);

/// Whether a remote may be begun in a folder without a marker: it holds nothing but what file
/// systems and desktops put everywhere, and what reshoot itself puts there. Else an error that
/// names what is in the way.
Result<void> may_begin(const std::filesystem::path& root);

}  // namespace reshoot
