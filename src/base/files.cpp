// SPDX-License-Identifier: Apache-2.0
// Files by POSIX calls; every failure says which file and what to do.

#include "base/files.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <random>
#include <utility>

#include "base/io_error.h"
#include "base/unique_fd.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileStat to_file_stat(const struct stat& info) {
  return {.dev = info.st_dev,
          .inode = info.st_ino,
          .size = static_cast<std::uint64_t>(info.st_size),
          .mtime_ns = nanoseconds(info.st_mtim),
          .ctime_ns = nanoseconds(info.st_ctim),
          .is_file = S_ISREG(info.st_mode),
          .is_directory = S_ISDIR(info.st_mode)};
}

/// An open regular file and its size.
struct OpenFile {
  UniqueFd fd;
  std::uint64_t size = 0;
};

Result<OpenFile> open_to_read(const fs::path& path) {
  // O_NONBLOCK: opening a pipe must not wait for a writer.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat info {};
  if (!fd.is_open() || ::fstat(fd.get(), &info) != 0) {
    return io_failure("read", path, errno);
  }
  if (S_ISDIR(info.st_mode)) {
    return io_failure("read", path, EISDIR);
  }
  if (!S_ISREG(info.st_mode)) {
    return fail(ErrorKind::environment,
                fmt::format("cannot read '{}': it is not a regular file", path.string()),
                "name a file");
  }
  return OpenFile{std::move(fd), static_cast<std::uint64_t>(info.st_size)};
}

/// Reads on until `count` bytes or the end.
Result<std::string> read_up_to(int fd, std::size_t count, const fs::path& path) {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    const ssize_t got = ::read(fd, bytes.data() + have, count - have);
    if (got == 0) {
      break;
    }
    if (got > 0) {
      have += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      return io_failure("read", path, errno);
    }
  }
  bytes.resize(have);
  return bytes;
}

/// The folder that holds `path`: `.` for a bare name.
fs::path folder_of(const fs::path& path) {
  const fs::path parent = path.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

fs::path temporary_beside(const fs::path& target) {
  thread_local std::mt19937_64 random(std::random_device{}());
  return folder_of(target) /
         fmt::format(".{}.{}.{:016x}.tmp", target.filename().string(), ::getpid(), random());
}

/// Copies inside the kernel. false: this pair of files cannot, and nothing was copied.
Result<bool> copy_in_kernel(int from, int to, const fs::path& target) {
  if (::ioctl(to, FICLONE, from) == 0) {
    return true;
  }
  constexpr std::size_t at_once = 1U << 30U;
  bool begun = false;
  for (;;) {
    const ssize_t copied = ::copy_file_range(from, nullptr, to, nullptr, at_once, 0);
    if (copied > 0) {
      begun = true;
    } else if (copied == 0) {
      return begun;
    } else if (errno == ENOSPC || errno == EDQUOT || errno == EIO || (begun && errno != EINTR)) {
      return io_failure("write", target, errno);
    } else if (errno != EINTR) {
      return false;
    }
  }
}

}  // namespace

Result<std::optional<FileStat>> stat_file(const fs::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) {
    return to_file_stat(info);
  }
  if (errno == ENOENT || errno == ENOTDIR) {
    return std::nullopt;
  }
  return io_failure("look at", path, errno);
}

Result<std::string> read_file(const fs::path& path, std::uint64_t cap) {
  TRY_ASSIGN(const OpenFile file, open_to_read(path));
  // One byte more than its size tells a file that grew meanwhile from one that did not.
  const std::uint64_t wanted = std::min(file.size, cap) + 1;
  TRY_ASSIGN(std::string bytes, read_up_to(file.fd.get(), static_cast<std::size_t>(wanted), path));
  if (bytes.size() > cap) {
    return fail(ErrorKind::environment,
                fmt::format("cannot read '{}': it is larger than {} bytes", path.string(), cap),
                "check that this is the file that was meant");
  }
  if (bytes.size() == wanted) {
    return fail(ErrorKind::transient, fmt::format("'{}' grew while it was read", path.string()),
                "run the command again when nothing writes to it");
  }
  return bytes;
}

Result<std::string> read_head(const fs::path& path, std::size_t count) {
  TRY_ASSIGN(const OpenFile file, open_to_read(path));
  return read_up_to(file.fd.get(), count, path);
}

AtomicFile::AtomicFile(fs::path target, fs::path temporary, int fd)
    : target_(std::move(target)), temporary_(std::move(temporary)), fd_(fd) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      fd_(std::exchange(other.fd_, -1)) {}

AtomicFile::~AtomicFile() {
  if (fd_ >= 0) {
    ::close(fd_);
    ::unlink(temporary_.c_str());
  }
}

Result<AtomicFile> AtomicFile::create(const fs::path& target) {
  for (;;) {
    fs::path temporary = temporary_beside(target);
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) {
      return AtomicFile(target, std::move(temporary), fd);
    }
    if (errno != EEXIST && errno != EINTR) {
      return io_failure("write", target, errno);
    }
  }
}

Result<void> AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd_, bytes.data(), bytes.size());
    if (done >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(done));
    } else if (errno != EINTR) {
      return io_failure("write", target_, errno);
    }
  }
  return {};
}

Result<void> AtomicFile::copy_from(const fs::path& source) {
  TRY_ASSIGN(const OpenFile from, open_to_read(source));
  TRY_ASSIGN(const bool copied, copy_in_kernel(from.fd.get(), fd_, target_));
  constexpr std::size_t block_size = 1U << 20U;
  for (bool more = !copied; more;) {
    TRY_ASSIGN(const std::string block, read_up_to(from.fd.get(), block_size, source));
    TRY(write(block));
    more = block.size() == block_size;
  }
  return {};
}

Result<void> AtomicFile::commit() {
  if (::fsync(fd_) != 0 || ::rename(temporary_.c_str(), target_.c_str()) != 0) {
    return io_failure("write", target_, errno);
  }
  ::close(std::exchange(fd_, -1));
  return sync_directory(folder_of(target_));
}

Result<void> write_file_atomically(const fs::path& target, std::string_view bytes) {
  TRY_ASSIGN(AtomicFile file, AtomicFile::create(target));
  TRY(file.write(bytes));
  return file.commit();
}

Result<void> copy_file_atomically(const fs::path& from, const fs::path& to) {
  TRY_ASSIGN(AtomicFile file, AtomicFile::create(to));
  TRY(file.copy_from(from));
  return file.commit();
}

Result<void> sync_directory(const fs::path& directory) {
  const UniqueFd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.is_open()) {
    return io_failure("open", directory, errno);
  }
  // EINVAL: a file system that has nothing to sync for folders.
  if (::fsync(fd.get()) != 0 && errno != EINVAL) {
    return io_failure("sync", directory, errno);
  }
  return {};
}

Result<void> make_directories(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return io_failure("make the folder", directory, error.value());
  }
  return {};
}

TempDirectory::TempDirectory(TempDirectory&& other) noexcept
    : path_(std::exchange(other.path_, fs::path())) {}

TempDirectory::~TempDirectory() {
  if (!path_.empty()) {
    std::error_code ignored;  // what could not be removed stays in a folder for temporary files
    fs::remove_all(path_, ignored);
  }
}

Result<TempDirectory> TempDirectory::create(const fs::path& parent, std::string_view prefix) {
  std::string name = (parent / fmt::format("{}XXXXXX", prefix)).string();
  if (::mkdtemp(name.data()) == nullptr) {
    return io_failure("make a temporary folder in", parent, errno);
  }
  return TempDirectory(name);
}

}  // namespace reshoot
