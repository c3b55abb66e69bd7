// SPDX-License-Identifier: Apache-2.0
#pragma once
// Folders for unfinished work, and what to do with those whose process died.

#include <cstdint>
#include <filesystem>

#include "base/files.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace reshoot {

/// A folder of this process, locked while it is in use, removed with all it holds when this goes.
/// The kernel frees the lock when the process dies, also from within a container.
class Scratch {
 public:
  /// `parent` is made where it is missing.
  static Result<Scratch> create(const std::filesystem::path& parent);
  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }

 private:
  Scratch(TempDirectory directory, UniqueFd lock)
      : lock_(std::move(lock)), directory_(std::move(directory)) {}
  UniqueFd lock_;  // freed after the folder is gone
  TempDirectory directory_;
};

/// Removes what dead processes left under `parent`; how many entries that were. A missing `parent`
/// holds none.
Result<std::uint64_t> clean_scratch(const std::filesystem::path& parent);

}  // namespace reshoot
