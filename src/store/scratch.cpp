// SPDX-License-Identifier: Apache-2.0
// Each folder carries a flock(2); one on the parent keeps a folder that is being made from being
// swept.

#include "store/scratch.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <system_error>

#include "base/io_error.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// Opens a folder or file and locks it. `operation` is one of flock(2).
Result<UniqueFd> lock(const fs::path& path, int operation) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd.is_open()) {
    return io_failure("open", path, errno);
  }
  while (::flock(fd.get(), operation) != 0) {
    if (errno != EINTR) {
      return io_failure("lock", path, errno);
    }
  }
  return fd;
}

/// True where nobody uses it and it was removed.
bool sweep(const fs::path& path) {
  const Result<UniqueFd> unused = lock(path, LOCK_EX | LOCK_NB);
  std::error_code failed;
  return unused && fs::remove_all(path, failed) > 0 && !failed;
}

}  // namespace

Result<Scratch> Scratch::create(const fs::path& parent) {
  TRY(make_directories(parent));
  TRY_ASSIGN(const UniqueFd no_sweep, lock(parent, LOCK_SH));
  TRY_ASSIGN(TempDirectory directory, TempDirectory::create(parent, "run-"));
  TRY_ASSIGN(UniqueFd held, lock(directory.path(), LOCK_EX | LOCK_NB));
  return Scratch(std::move(directory), std::move(held));
}

Result<std::uint64_t> clean_scratch(const fs::path& parent) {
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(parent));
  if (!there) {
    return 0;
  }
  TRY_ASSIGN(const UniqueFd no_create, lock(parent, LOCK_EX));
  std::error_code failed;
  std::uint64_t removed = 0;
  for (fs::directory_iterator entry(parent, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    removed += sweep(entry->path()) ? 1 : 0;
  }
  if (failed) {
    return io_failure("read the folder", parent, failed.value());
  }
  return removed;
}

}  // namespace reshoot
