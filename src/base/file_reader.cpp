// SPDX-License-Identifier: Apache-2.0
// Plain read(2) into one buffer that stays in the processor's cache.

#include "base/file_reader.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/io_error.h"
#include "base/unique_fd.h"

namespace reshoot {
namespace {

// Measured: 128 KiB stays in a second-level cache, so that the hash reads what the kernel just
// wrote.
constexpr std::size_t block_size = 128U << 10U;

}  // namespace

Result<void> read_blocks(const std::filesystem::path& path,
                         const std::function<void(std::string_view)>& take) {
  // O_NONBLOCK: opening a pipe must not wait for a writer.
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat info {};
  if (!fd.is_open() || ::fstat(fd.get(), &info) != 0) {
    return io_failure("read", path, errno);
  }
  if (!S_ISREG(info.st_mode)) {
    return fail(ErrorKind::environment,
                "cannot read '" + path.string() + "': it is not a regular file", "name a file");
  }
  ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  const std::size_t size =
      std::clamp<std::size_t>(static_cast<std::size_t>(info.st_size) + 1, 1, block_size);
  const auto buffer = std::make_unique_for_overwrite<char[]>(size);
  for (;;) {
    const ssize_t got = ::read(fd.get(), buffer.get(), size);
    if (got == 0) {
      return {};
    }
    if (got > 0) {
      take({buffer.get(), static_cast<std::size_t>(got)});
    } else if (errno != EINTR) {
      return io_failure("read", path, errno);
    }
  }
}

}  // namespace reshoot
