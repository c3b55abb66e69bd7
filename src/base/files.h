// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file system: reading with a cap, files that appear whole or not at all, temporary folders.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// What stat(2) says of a file, as far as it tells that the file changed.
struct FileStat {
  std::uint64_t dev = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;
  bool is_file = false;  ///< a regular file
  bool is_directory = false;
  friend bool operator==(const FileStat&, const FileStat&) = default;
};

/// Follows links. nullopt: there is nothing of that name. Error: it could not be asked.
Result<std::optional<FileStat>> stat_file(const std::filesystem::path& path);

/// The whole file, refused where it is larger than `cap` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t cap);
/// At most the first `count` bytes.
Result<std::string> read_head(const std::filesystem::path& path, std::size_t count);

/// A file that appears under its name whole or not at all: written beside it, synced, renamed by
/// commit(). The destructor removes what was not committed.
class AtomicFile {
 public:
  static Result<AtomicFile> create(const std::filesystem::path& target);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();
  Result<void> write(std::string_view bytes);
  /// Adds the bytes of another file: as a reflink where the file system can and this is still
  /// empty.
  Result<void> copy_from(const std::filesystem::path& source);
  Result<void> commit();

 private:
  AtomicFile(std::filesystem::path target, std::filesystem::path temporary, int fd);
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  int fd_ = -1;
};

Result<void> write_file_atomically(const std::filesystem::path& target, std::string_view bytes);

/// Copies `from` to `to` (reflink where the file system can, never a hard link); `to` appears
/// whole.
Result<void> copy_file_atomically(const std::filesystem::path& from,
                                  const std::filesystem::path& to);

Result<void> sync_directory(const std::filesystem::path& directory);
Result<void> make_directories(const std::filesystem::path& directory);

/// A fresh folder that is removed with all it holds when this goes.
class TempDirectory {
 public:
  static Result<TempDirectory> create(const std::filesystem::path& parent, std::string_view prefix);
  TempDirectory(TempDirectory&& other) noexcept;
  TempDirectory& operator=(TempDirectory&&) = delete;
  ~TempDirectory();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit TempDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace reshoot
