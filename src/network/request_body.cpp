// SPDX-License-Identifier: Apache-2.0
#include "network/request_body.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/io_error.h"

namespace reshoot {

Result<RequestBody> RequestBody::of_file(const std::filesystem::path& file) {
  UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat found {};
  if (!fd.is_open() || ::fstat(fd.get(), &found) != 0) {
    return io_failure("read", file, errno);
  }
  if (!S_ISREG(found.st_mode)) {
    return fail(ErrorKind::environment, fmt::format("'{}' is no file", file.string()),
                "name a file that can be uploaded");
  }
  return RequestBody(file, std::move(fd), static_cast<std::uint64_t>(found.st_size));
}

Result<std::size_t> RequestBody::read(std::span<char> into) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left_));
  if (wanted == 0) {
    return 0;
  }
  if (!fd_.is_open()) {
    text_.copy(into.data(), wanted, text_.size() - left_);
    left_ -= wanted;
    return wanted;
  }
  ssize_t count = -1;
  do {
    count = ::read(fd_.get(), into.data(), wanted);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    return io_failure("read", file_, errno);
  }
  if (count == 0) {
    return fail(ErrorKind::environment,
                fmt::format("'{}' became shorter while it was sent", file_.string()),
                "see what else writes to it, then run the build again");
  }
  left_ -= static_cast<std::uint64_t>(count);
  return static_cast<std::size_t>(count);
}

}  // namespace reshoot
