// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes in a remote: bytes by digest, checked on the way in and out, and a record beside each.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "store/blobs.h"
#include "store/remote.h"
#include "store/take_record.h"

namespace reshoot {

/// What a remote says of a key.
struct SharedList {
  std::vector<TakeRecord> records;  ///< oldest first, rejected ones last
  std::vector<Error> unusable;      ///< `environment`: which records say nothing here, and why
};

/// Over a remote: `blobs/ab/<sha256>` and `takes/<clip key>/<sha256>.json`. Safe from several
/// threads and processes, like the remote.
class SharedTakes {
 public:
  explicit SharedTakes(std::unique_ptr<Remote> remote) : remote_(std::move(remote)) {}

  [[nodiscard]] const Remote& remote() const { return *remote_; }
  [[nodiscard]] std::string place() const { return remote_->place(); }

  /// Where a blob lies in a remote.
  static std::string name_of(const Digest& blob);

  /// Whether anything was ever put there. False may also mean: an empty folder where the team's
  /// drive should be mounted.
  [[nodiscard]] Result<bool> begun() const;

  /// Which of these blobs are there, by name. No bytes are read.
  [[nodiscard]] Result<std::unordered_set<Digest, DigestHash>> present(
      const std::vector<Digest>& blobs) const;

  /// Copies a blob into the store; its bytes are hashed on the way. A damaged copy is `corrupt`: it
  /// is moved to `damaged/` in the remote, so that whoever has the bytes pushes them again. One
  /// that has not `expected_bytes` (nullopt: unknown) is `environment`, and neither read nor moved.
  Result<Blob> fetch(const Digest& blob, std::optional<std::uint64_t> expected_bytes,
                     const BlobStore& blobs, const Transfer& transfer) const;

  /// The record of these bytes for this key; nullopt: there is none, or it is of no use.
  [[nodiscard]] Result<std::optional<TakeRecord>> find(const Digest& clip_key,
                                                       const Digest& blob) const;
  /// What is known of a key's takes; of very many, those whose names come first.
  [[nodiscard]] Result<SharedList> takes_of(const Digest& clip_key) const;

  /// Makes sure that the bytes (which are read and hashed first: `corrupt` where they are damaged
  /// here) and the record are there. Bytes of the right size that are there already are not sent
  /// again. Answers with the bytes sent.
  Result<std::uint64_t> push(const TakeRecord& record, const BlobStore& blobs,
                             const Transfer& transfer) const;

  /// The same, but sends the bytes whatever is there: a copy that was found damaged is replaced.
  Result<void> replace(const TakeRecord& record, const BlobStore& blobs,
                       const Transfer& transfer) const;

  /// Writes into the record, where there is one, that its take was rejected.
  [[nodiscard]] Result<void> reject(const Digest& clip_key, const Digest& blob) const;

  /// Reads the remote's copy again: true where its bytes are what its name says. Error: not there.
  [[nodiscard]] Result<bool> verify(const Digest& blob, const BlobStore& blobs,
                                    const Transfer& transfer) const;

 private:
  [[nodiscard]] Result<void> put_record_if_better(const TakeRecord& record) const;
  std::unique_ptr<Remote> remote_;
};

}  // namespace reshoot
