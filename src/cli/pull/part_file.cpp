// SPDX-License-Identifier: Apache-2.0
#include "cli/pull/part_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/files.h"
#include "base/io_error.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

fs::path path_in(const fs::path& folder, const Digest& digest) {
  return folder / (digest.hex() + ".part");
}

/// Whether the name still leads to the open file: who had it before may have given it another one.
bool is_named(const fs::path& path, const struct stat& open) {
  struct stat named {};
  return ::stat(path.c_str(), &named) == 0 && named.st_dev == open.st_dev &&
         named.st_ino == open.st_ino;
}

}  // namespace

Result<PartFile> PartFile::open(const fs::path& folder, const Digest& digest) {
  TRY(make_directories(folder));
  const fs::path path = path_in(folder, digest);
  for (;;) {
    constexpr mode_t for_all_to_read = 0644;
    UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
                       for_all_to_read));
    struct stat info {};
    if (!fd.is_open() || ::fstat(fd.get(), &info) != 0) {
      return io_failure("write", path, errno);
    }
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      return fail(ErrorKind::environment,
                  fmt::format("another process brings '{}' at this moment", path.string()),
                  "wait until it is done, then run the command again");
    }
    if (is_named(path, info) && ::fstat(fd.get(), &info) == 0) {
      return PartFile(path, digest, std::move(fd), static_cast<std::uint64_t>(info.st_size));
    }
  }
}

std::uint64_t PartFile::left_over(const fs::path& folder, const Digest& digest) {
  const Result<std::optional<FileStat>> there = stat_file(path_in(folder, digest));
  return there && there->has_value() && (*there)->is_file ? (*there)->size : 0;
}

Result<void> PartFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
    if (written >= 0) {
      size_ += static_cast<std::uint64_t>(written);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return io_failure("write", path_, errno);
    }
  }
  return {};
}

Result<void> PartFile::clear() {
  if (::ftruncate(fd_.get(), 0) != 0) {
    return io_failure("write", path_, errno);
  }
  size_ = 0;
  return {};
}

Result<void> PartFile::verify() {
  TRY_ASSIGN(const FileDigests found, digest_file(path_));
  if (found.sha256 == digest_) {
    return {};
  }
  remove();
  return fail(ErrorKind::corrupt,
              fmt::format("what came is another file: {} instead of {}", found.sha256.text(),
                          digest_.text()),
              "it was not kept and nothing uses it; try again, or take the file from a folder with "
              "--from DIR");
}

Result<void> PartFile::publish(const fs::path& target) {
  if (::fsync(fd_.get()) != 0 || ::rename(path_.c_str(), target.c_str()) != 0) {
    return io_failure("write", target, errno);
  }
  fd_.reset();
  return sync_directory(target.parent_path());
}

void PartFile::remove() {
  ::unlink(path_.c_str());
  fd_.reset();
}

}  // namespace reshoot
