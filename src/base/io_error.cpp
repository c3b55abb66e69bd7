// SPDX-License-Identifier: Apache-2.0
// One table from errno to a reason and an advice.

#include "base/io_error.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "base/text.h"

namespace reshoot {
namespace {

struct Reason {
  int number;
  std::string_view reason;
  std::string_view help;
};

constexpr std::array reasons{
    Reason{ENOSPC, "the disk is full", "free some space and run the command again"},
    Reason{EDQUOT, "the disk quota is used up", "free some space and run the command again"},
    Reason{EACCES, "permission denied", "check the permissions of the file and of its folders"},
    Reason{EPERM, "the system does not permit it", "check the owner and attributes of the file"},
    Reason{EROFS, "the file system is read-only", "choose another folder, or mount it writable"},
    Reason{ENOENT, "no such file or folder", "check the path"},
    Reason{ENOTDIR, "a part of the path is not a folder", "check the path"},
    Reason{EISDIR, "it is a folder, not a file", "name a file"},
    Reason{ELOOP, "too many symbolic links", "check where the links lead"},
    Reason{ENAMETOOLONG, "the name is too long", "shorten the path"},
    Reason{EMFILE, "too many open files", "raise the limit (`ulimit -n`) or lower `-j`"},
    Reason{ENFILE, "too many open files on this machine", "close other programs"},
    Reason{ENOMEM, "out of memory", "lower `-j` or close other programs"},
    Reason{EFBIG, "the file would be too large", "raise the limit (`ulimit -f`)"},
    Reason{EIO, "the disk reported an error", "check the disk; the file may be damaged"},
    Reason{ESTALE, "the network file system lost it", "mount it again"},
};

}  // namespace

tl::unexpected<Error> io_failure(std::string_view doing, const std::filesystem::path& path,
                                 int error_number) {
  const auto* const known = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& row) {
    return row.number == error_number;
  });
  const bool found = known != reasons.end();
  const std::string reason = found
                                 ? std::string(known->reason)
                                 : std::error_code(error_number, std::generic_category()).message();
  return fail(ErrorKind::environment,
              fmt::format("cannot {} '{}': {}", doing, printable(path.string()), reason),
              found ? std::string(known->help) : std::string());
}

}  // namespace reshoot
