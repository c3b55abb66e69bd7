// SPDX-License-Identifier: Apache-2.0
// The blob folder by POSIX calls: hashed, synced, then renamed to its digest.

#include "store/blobs.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <functional>
#include <system_error>

#include "base/files.h"
#include "base/io_error.h"
#include "base/unique_fd.h"
#include "store/crash_point.h"
#include "store/scratch.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr mode_t read_only = 0444;

/// Makes a file of ours read-only and its bytes durable. Links are not followed.
Result<void> seal(const fs::path& file) {
  const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd.is_open()) {
    return io_failure("open", file, errno);
  }
  if (::fchmod(fd.get(), read_only) != 0 || ::fsync(fd.get()) != 0) {
    return io_failure("write", file, errno);
  }
  return {};
}

/// Whether the file may become a blob by a mere rename: a regular file that no other name could
/// still write to, on the file system of `directory`.
Result<bool> can_be_moved(const fs::path& file, const fs::path& directory) {
  struct stat of_file {};
  struct stat of_directory {};
  if (::lstat(file.c_str(), &of_file) != 0) {
    return io_failure("read", file, errno);
  }
  if (::stat(directory.c_str(), &of_directory) != 0) {
    return io_failure("look at", directory, errno);
  }
  return S_ISREG(of_file.st_mode) && of_file.st_nlink == 1 && of_file.st_dev == of_directory.st_dev;
}

/// Makes `directory` under a parent that exists; a new one is durable.
Result<void> make_shard(const fs::path& directory) {
  if (::mkdir(directory.c_str(), 0777) != 0) {
    if (errno == EEXIST) {
      return {};
    }
    return io_failure("make the folder", directory, errno);
  }
  return sync_directory(directory.parent_path());
}

/// The digest that a file is the blob of, by its name and folder alone.
std::optional<Digest> digest_of_name(const fs::path& file) {
  const std::string name = file.filename().string();
  const std::optional<Digest> digest = Digest::parse(name);
  const bool in_place =
      digest && name == digest->hex() && file.parent_path().filename() == name.substr(0, 2);
  return in_place ? digest : std::nullopt;
}

/// Calls `take` with each file under `directory`, which may be missing.
Result<void> each_file(const fs::path& directory,
                       const std::function<void(const fs::directory_entry&)>& take) {
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(directory));
  if (!there) {
    return {};
  }
  std::error_code failed;
  for (fs::recursive_directory_iterator entry(directory, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    std::error_code ignored;  // gone meanwhile: no file of ours
    if (!entry->is_directory(ignored)) {
      take(*entry);
    }
  }
  if (failed) {
    return io_failure("read the folder", directory, failed.value());
  }
  return {};
}

}  // namespace

fs::path BlobStore::path_of(const Digest& digest) const {
  const std::string name = digest.hex();
  return directory_ / name.substr(0, 2) / name;
}

Result<Blob> BlobStore::put(const fs::path& file) const {
  TRY(make_directories(directory_));
  TRY_ASSIGN(const bool movable, can_be_moved(file, directory_));
  if (movable) {
    return adopt(file);
  }
  TRY_ASSIGN(const Scratch here, Scratch::create(scratch()));
  const fs::path copy = here.path() / "blob";
  TRY(copy_file_atomically(file, copy));
  TRY_ASSIGN(const Blob blob, adopt(copy));
  if (::unlink(file.c_str()) != 0) {
    return io_failure("remove", file, errno);
  }
  return blob;
}

/// A file on our file system becomes the blob of its bytes.
Result<Blob> BlobStore::adopt(const fs::path& file) const {
  TRY_ASSIGN(const FileDigests digests, digest_file(file));
  const fs::path target = path_of(digests.sha256);
  crash_point("blob.before_sync");
  TRY(seal(file));
  TRY(make_shard(target.parent_path()));
  crash_point("blob.before_rename");
  if (::rename(file.c_str(), target.c_str()) != 0) {
    return io_failure("write", target, errno);
  }
  crash_point("blob.after_rename");
  TRY(sync_directory(target.parent_path()));
  return Blob{digests.sha256, digests.size};
}

Result<std::unordered_set<Digest, DigestHash>> BlobStore::list() const {
  std::unordered_set<Digest, DigestHash> out;
  TRY(each_file(directory_, [&](const fs::directory_entry& entry) {
    if (const auto digest = digest_of_name(entry.path())) {
      out.insert(*digest);
    }
  }));
  return out;
}

Result<std::unordered_map<Digest, std::uint64_t, DigestHash>> BlobStore::sizes() const {
  std::unordered_map<Digest, std::uint64_t, DigestHash> out;
  TRY(each_file(directory_, [&](const fs::directory_entry& entry) {
    std::error_code gone;
    const auto digest = digest_of_name(entry.path());
    const std::uintmax_t bytes = digest ? entry.file_size(gone) : 0;
    if (digest && !gone) {
      out.emplace(*digest, bytes);
    }
  }));
  return out;
}

Result<std::vector<fs::path>> BlobStore::foreign_files() const {
  std::vector<fs::path> out;
  TRY(each_file(directory_, [&](const fs::directory_entry& entry) {
    if (!digest_of_name(entry.path())) {
      out.push_back(entry.path());
    }
  }));
  return out;
}

Result<bool> BlobStore::verify(const Digest& digest) const {
  TRY_ASSIGN(const FileDigests found, digest_file(path_of(digest)));
  return found.sha256 == digest;
}

Result<void> BlobStore::quarantine(const Digest& digest) const {
  TRY(make_directories(damaged()));
  const fs::path from = path_of(digest);
  const fs::path to = damaged() / digest.hex();
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return io_failure("move aside", from, errno);
  }
  return sync_directory(from.parent_path());
}

Result<std::uint64_t> BlobStore::remove(const Digest& digest) const {
  const fs::path file = path_of(digest);
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(file));
  if (!there) {
    return 0;
  }
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
    return io_failure("remove", file, errno);
  }
  return there->size;
}

}  // namespace reshoot
