// SPDX-License-Identifier: Apache-2.0
#pragma once
// Blobs by SHA-256: atomic, read-only, never changed. Knows nothing of takes or steps.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <unordered_map>
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
  /// file is synced, then renamed to its digest, mode 0444. `file` is gone afterwards. Bytes that
  /// are here already are replaced by the same bytes, which heals a damaged blob.
  Result<Blob> put(const std::filesystem::path& file) const;

  [[nodiscard]] std::filesystem::path path_of(const Digest& digest) const;
  /// Digests that have a file of any size here; no bytes are read.
  [[nodiscard]] Result<std::unordered_set<Digest, DigestHash>> list() const;
  /// The same with their sizes in bytes.
  [[nodiscard]] Result<std::unordered_map<Digest, std::uint64_t, DigestHash>> sizes() const;
  /// Files here that are no blobs: their names are no digests, or they lie in the wrong folder.
  [[nodiscard]] Result<std::vector<std::filesystem::path>> foreign_files() const;
  /// Reads the bytes again: true where they are what the name says, false where damaged. Error: not
  /// there.
  [[nodiscard]] Result<bool> verify(const Digest& digest) const;
  /// Moves a damaged blob aside (to `damaged/` beside the blobs), so that it is never served.
  Result<void> quarantine(const Digest& digest) const;
  /// Deletes a blob; its size, or 0 where there was none.
  Result<std::uint64_t> remove(const Digest& digest) const;
  /// A folder for unfinished work on the same file system; see scratch.h for who cleans it.
  [[nodiscard]] std::filesystem::path scratch() const {
    return directory_.parent_path() / "scratch";
  }
  [[nodiscard]] std::filesystem::path damaged() const {
    return directory_.parent_path() / "damaged";
  }

 private:
  Result<Blob> adopt(const std::filesystem::path& file) const;

  std::filesystem::path directory_;
};

}  // namespace reshoot
