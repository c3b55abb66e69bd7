// SPDX-License-Identifier: Apache-2.0
#pragma once
// A store's folder: ledger, blobs, stat cache, build lock, scratch.

#include <filesystem>

#include "store/blobs.h"
#include "store/ledger.h"
#include "store/stat_cache.h"

namespace reshoot {

/// All parts of one opened store. Used by one thread, but for `blobs`.
struct Store {
  Ledger ledger;
  BlobStore blobs;
  StatCache stats;
  std::filesystem::path directory;

  /// read_write makes the folder with a `.gitignore` of `*`, where they are missing; read_only
  /// makes nothing and answers as an empty store where there is none.
  static Result<Store> open(const std::filesystem::path& directory, Ledger::Access access,
                            const Clock& clock);

  /// For BuildLock.
  [[nodiscard]] std::filesystem::path lock_file() const { return directory / "build.lock"; }
};

}  // namespace reshoot
