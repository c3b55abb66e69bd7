// SPDX-License-Identifier: Apache-2.0
#pragma once
// Remembers what a file's bytes were when its stat looked like this, so that unchanged files are
// not read again.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/result.h"

namespace reshoot {

/// What is known of a file's bytes. `content` is the digest that enters keys.
struct KnownFile {
  FileStat stat;
  Xxh128 xxh128;
  Digest sha256;
  std::optional<Digest> content;
  std::string
      facts;  ///< small text that a caller derived from the bytes, such as a program's version
};

/// How long after a file's times another write could still carry the same times.
constexpr std::int64_t racy_ns = 2'000'000'000;

/// Whether a stat tells that the bytes read at `read_at` are still the file's bytes: its times were
/// older than racy_ns then.
bool is_settled(const FileStat& stat, Wall read_at);

/// (dev, inode, size, mtime, ctime) -> digests. An entry whose times are so fresh that a later
/// write could share them (within 2 s of when it was read) is not trusted: the file is hashed again
/// with XXH3, and where that is equal, the rest still holds. A lost cache costs time, never
/// correctness, so it is written with synchronous=OFF semantics of its own file. Used by one
/// thread.
class StatCache {
 public:
  /// Where the folder is missing or the file cannot be written, the cache lives in memory only; a
  /// damaged file is made anew.
  static Result<StatCache> open(const std::filesystem::path& file, const Clock& clock);
  StatCache(StatCache&&) noexcept;
  StatCache& operator=(StatCache&&) noexcept;
  ~StatCache();

  /// SHA-256 and XXH3 of the file, from the cache or by reading it. Errors: `environment` (it
  /// cannot be read), `transient` (it is being written).
  Result<KnownFile> digests(const std::filesystem::path& file);
  /// The content digest, from the cache or by calling `compute`, which must depend on the file's
  /// bytes only.
  Result<KnownFile> content(const std::filesystem::path& file,
                            const std::function<Result<Digest>()>& compute);
  /// The derived text, likewise. An empty one is derived again each time.
  Result<KnownFile> facts(const std::filesystem::path& file,
                          const std::function<Result<std::string>()>& compute);
  /// Writes what was learnt in one transaction. Called once at the end; what is not flushed is
  /// learnt again.
  Result<void> flush();

 private:
  struct Impl;
  explicit StatCache(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reshoot
