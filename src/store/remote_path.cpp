// SPDX-License-Identifier: Apache-2.0
// openat(2) with O_NOFOLLOW for each part of a name.

#include "store/remote_path.h"

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <cerrno>

#include "base/io_error.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 200;
constexpr int open_folder = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;

bool is_part(std::string_view part) {
  return !part.empty() && part.front() != '.' && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

/// Makes one folder durable, open to those who may use the root. Where the file system knows no
/// such permissions (SMB), it is as that makes it. False where that failed, and nobody else has
/// made it either (errno says why).
bool make_folder(const UniqueFd& parent, const std::string& part, mode_t mode_of_root) {
  if (::mkdirat(parent.get(), part.c_str(), 0777) != 0) {
    return errno == EEXIST;
  }
  static_cast<void>(::fchmodat(parent.get(), part.c_str(), (mode_of_root & 07777U) | S_IRWXU, 0));
  return sync_folder(parent);
}

bool is_nothing_of_ours(int error_number) {
  return error_number == ENOENT || error_number == ENOTDIR || error_number == ELOOP;
}

}  // namespace

bool is_remote_name(std::string_view name) {
  if (name.size() > longest_name) {
    return false;
  }
  for (std::size_t slash = name.find('/'); slash != std::string_view::npos;
       slash = name.find('/')) {
    if (!is_part(name.substr(0, slash))) {
      return false;
    }
    name.remove_prefix(slash + 1);
  }
  return is_part(name);
}

tl::unexpected<Error> remote_failure(std::string_view doing, const fs::path& root,
                                     std::string_view name, int error_number) {
  Error error = io_failure(doing, root / name, error_number).value();
  error.message = "the remote: " + error.message;
  error.help += error.help.empty() ? "" : "; ";
  error.help += "what is here, and what has arrived there, is kept";
  return tl::unexpected(std::move(error));
}

Result<UniqueFd> open_remote_root(const fs::path& root) {
  // The root itself may be a link: whoever wrote the settings chose it.
  UniqueFd fd(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.is_open()) {
    return fd;
  }
  Error error = io_failure("open", root, errno).value();
  error.message = "the remote cannot be reached: " + error.message;
  error.help =
      "is the drive mounted, and is `remote: dir:` in reshoot.yaml right? What is here is kept; "
      "the same command goes on when it is back";
  return tl::unexpected(std::move(error));
}

Result<std::optional<UniqueFd>> open_parent(const UniqueFd& root_fd, const fs::path& root,
                                            std::string_view name) {
  UniqueFd at(::fcntl(root_fd.get(), F_DUPFD_CLOEXEC, 0));
  for (std::size_t slash = name.find('/'); at.is_open() && slash != std::string_view::npos;
       slash = name.find('/')) {
    const std::string part(name.substr(0, slash));
    at.reset(::openat(at.get(), part.c_str(), open_folder));
    name.remove_prefix(slash + 1);
  }
  if (at.is_open()) {
    return std::optional(std::move(at));
  }
  if (is_nothing_of_ours(errno)) {
    return std::optional<UniqueFd>();
  }
  return remote_failure("open the folder of", root, name, errno);
}

Result<UniqueFd> make_parent(const UniqueFd& root_fd, const fs::path& root, std::string_view name) {
  struct stat of_root {};
  UniqueFd at(::fcntl(root_fd.get(), F_DUPFD_CLOEXEC, 0));
  if (!at.is_open() || ::fstat(root_fd.get(), &of_root) != 0) {
    return remote_failure("open the folder of", root, name, errno);
  }
  std::string_view rest = name;
  for (std::size_t slash = rest.find('/'); slash != std::string_view::npos;
       slash = rest.find('/')) {
    const std::string part(rest.substr(0, slash));
    UniqueFd next(::openat(at.get(), part.c_str(), open_folder));
    if (!next.is_open() && errno == ENOENT && make_folder(at, part, of_root.st_mode)) {
      next.reset(::openat(at.get(), part.c_str(), open_folder));
    }
    if (!next.is_open()) {
      return remote_failure("make the folder of", root, name, errno);
    }
    at = std::move(next);
    rest.remove_prefix(slash + 1);
  }
  return at;
}

bool sync_folder(const UniqueFd& folder) {
  return ::fsync(folder.get()) == 0 || errno == EINVAL || errno == ENOTSUP;
}

std::string last_part(std::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

}  // namespace reshoot
