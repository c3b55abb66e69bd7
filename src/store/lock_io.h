// SPDX-License-Identifier: Apache-2.0
#pragma once
// The lock's file: read with its mistakes as diagnostics or as one error, written whole.

#include <filesystem>
#include <optional>
#include <string>

#include "store/lock_file.h"

namespace reshoot {

/// Reads a lock; a file that is not there is an empty lock. `name` is how people call it. What is
/// wrong with it goes to `diags`, with nullopt; disputes of a merge are for the caller to report.
std::optional<LockReading> load_lock(const std::filesystem::path& file, std::string name,
                                     SourceMap& sources, Diagnostics& diags);

/// The same in the middle of a run, which had read it before: an error of kind `campaign` where it
/// cannot be used any more, disputes among the reasons.
Result<Lock> reload_lock(const std::filesystem::path& file);

/// Writes it where the file says anything else; `true` where it did.
Result<bool> save_lock(const std::filesystem::path& file, const LockReading& reading);
Result<bool> save_lock(const std::filesystem::path& file, const Lock& lock);

}  // namespace reshoot
