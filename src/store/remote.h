// SPDX-License-Identifier: Apache-2.0
#pragma once
// A place that a team shares, as files by name: what a folder, a web server and S3 can all do.
// Knows no takes.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"

namespace reshoot {

/// How a transfer goes.
struct Transfer {
  const Cancel* cancel = nullptr;               ///< may be nullptr
  std::function<void(std::uint64_t)> progress;  ///< bytes since the last call; may be empty
};

/// Names are relative, of lower-case letters, digits, `/`, `-`, `_` and `.`. Nothing that is read
/// from a remote is trusted. Calls block and are safe from several threads and processes.
/// Errors: `environment` (it cannot be reached, or refuses), `cancelled`.
struct Remote {
  virtual ~Remote() = default;
  /// For people and for the ledger: the folder or address, without secrets.
  [[nodiscard]] virtual std::string place() const = 0;
  /// Bytes of the file of that name; nullopt: there is none.
  virtual Result<std::optional<std::uint64_t>> size(std::string_view name) const = 0;
  /// Copies it to `file`, which must not exist. No file of that name: `environment`.
  virtual Result<void> get(std::string_view name, const std::filesystem::path& file,
                           const Transfer& transfer) const = 0;
  /// Makes it, whole or not at all; what had that name is replaced.
  virtual Result<void> put(std::string_view name, const std::filesystem::path& file,
                           const Transfer& transfer) const = 0;
  /// Names of the files in a folder, sorted; none where there is no such folder.
  virtual Result<std::vector<std::string>> list(std::string_view folder) const = 0;
  /// Gives it another name; what had that one is replaced. A file that is not there is no error.
  virtual Result<void> move(std::string_view name, std::string_view to) const = 0;
  /// Removes it; a file that is not there is no error.
  virtual Result<void> remove(std::string_view name) const = 0;
};

/// A remote in a folder, such as a mounted team drive; NFS and SMB will do. The folder must exist:
/// a drive that is not mounted must not be taken for an empty remote.
Result<std::unique_ptr<Remote>> open_folder_remote(const std::filesystem::path& folder);

}  // namespace reshoot
