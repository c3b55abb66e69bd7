// SPDX-License-Identifier: Apache-2.0
#pragma once
// A folder of files of which only the bytes tell which models they are.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "base/cancel.h"
#include "base/digest.h"
#include "base/result.h"

namespace reshoot {

class ModelFolder {
 public:
  /// Lists the folder and those within it; links to folders are not followed. Errors: `usage` (it
  /// is no folder), `environment` (it cannot be read, or holds more files than a folder of models
  /// would).
  static Result<ModelFolder> open(const std::filesystem::path& folder);

  /// A file of that digest; nullopt: there is none. Only files of that size are read, each once.
  /// Files that cannot be read count as absent. Errors: `cancelled`.
  Result<std::optional<std::filesystem::path>> find(const Digest& digest, std::uint64_t bytes,
                                                    const Cancel& cancel);

 private:
  struct File {
    std::filesystem::path path;
    std::optional<Digest> digest;  ///< nullopt: not read yet
  };
  std::multimap<std::uint64_t, File> by_size_;
};

}  // namespace reshoot
