// SPDX-License-Identifier: Apache-2.0
#pragma once
// Blobs by SHA-256: atomic, read-only, never changed. Knows nothing of takes or steps.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <unordered_set>
#include <vector>

#include "base/digest.h"
#include "base/result.h"

namespace reshoot {

struct Blob {
  Digest digest;
  std::uint64_t bytes = 0;
};

/// A folder of blobs: `ab/abcdef...`. Calls are safe from several threads and processes.
class BlobStore {
 public:
  explicit BlobStore(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// Takes a file into the store by moving it (same file system) or copying; hashes it first; the
  /// file is synced, then renamed to its digest, mode 0444. `file` is gone afterwards.
  Result<Blob> put(const std::filesystem::path& file) const;

  [[nodiscard]] std::filesystem::path path_of(const Digest& digest) const;
  /// Digests that have a file of any size here; no bytes are read.
  [[nodiscard]] Result<std::unordered_set<Digest, DigestHash>> list() const;
  /// Reads the bytes again: true where they are what the name says, false where damaged. Error: not
  /// there.
  [[nodiscard]] Result<bool> verify(const Digest& digest) const;
  /// Moves a damaged blob aside (`damaged/`), so that it is never served.
  Result<void> quarantine(const Digest& digest) const;
  /// Deletes a blob; its size, or 0 where there was none.
  Result<std::uint64_t> remove(const Digest& digest) const;
  /// A folder for unfinished work on the same file system; emptied of what dead processes left.
  [[nodiscard]] std::filesystem::path scratch() const {
    return directory_.parent_path() / "scratch";
  }

 private:
  std::filesystem::path directory_;
};

}  // namespace reshoot
