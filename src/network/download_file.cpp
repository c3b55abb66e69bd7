// SPDX-License-Identifier: Apache-2.0
#include "network/download_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/io_error.h"

namespace reshoot {
namespace {

/// Names the folder: where its disk is full, all downloads fail in the same words.
tl::unexpected<Error> cannot_write(const std::filesystem::path& path, int error_number) {
  return io_failure("write a download to", path.parent_path(), error_number);
}

}  // namespace

Result<DownloadFile> DownloadFile::create(const std::filesystem::path& path, std::uint64_t cap) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                     S_IRUSR | S_IWUSR));
  if (!fd.is_open()) {
    return cannot_write(path, errno);
  }
  return DownloadFile(path, std::move(fd), cap);
}

DownloadFile::DownloadFile(DownloadFile&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::move(other.fd_)),
      cap_(other.cap_),
      bytes_(other.bytes_),
      hash_(std::move(other.hash_)) {}

DownloadFile::~DownloadFile() {
  if (fd_.is_open()) {
    ::unlink(path_.c_str());
  }
}

Result<void> DownloadFile::write(std::string_view bytes) {
  bytes_ += bytes.size();
  if (bytes_ > cap_) {
    return fail(ErrorKind::corrupt, fmt::format("it is larger than {} MB", cap_ >> 20U),
                "no clip is that large; the file was not kept");
  }
  hash_.update(bytes);
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return cannot_write(path_, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return {};
}

Downloaded DownloadFile::keep() {
  fd_.reset();
  return {hash_.finish(), bytes_};
}

}  // namespace reshoot
