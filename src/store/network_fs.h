// SPDX-License-Identifier: Apache-2.0
#pragma once
// Is a folder on a network file system? There SQLite's locks and shared memory do not hold.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// The name of a network file system by its statfs(2) magic; nullopt: a local one, or unknown. FUSE
/// counts as local: its magic does not tell sshfs from the shared folders of container desktops.
std::optional<std::string_view> network_file_system(std::uint32_t magic);

/// Error `environment` where the folder, which must exist, is on a network file system.
Result<void> refuse_network_file_system(const std::filesystem::path& directory);

}  // namespace reshoot
