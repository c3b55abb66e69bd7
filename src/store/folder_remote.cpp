// SPDX-License-Identifier: Apache-2.0
// A remote in a folder. Whatever is put is written under a name of its own in `incoming/`, made
// durable, then renamed: readers and other writers only ever see whole files.

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <memory>

#include "base/files.h"
#include "base/io_error.h"
#include "store/block_copy.h"
#include "store/crash_point.h"
#include "store/remote.h"
#include "store/remote_marker.h"
#include "store/remote_path.h"
#include "store/uuid.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view incoming = "incoming/file";  // its folder is where files arrive
constexpr std::int64_t leftover_seconds = 24 * 60 * 60;

Error cancelled() {
  return {ErrorKind::cancelled, "stopped while a file was copied",
          "files that are complete are kept; the same command goes on from there"};
}

struct CloseListing {
  void operator()(DIR* listing) const { ::closedir(listing); }
};
using Listing = std::unique_ptr<DIR, CloseListing>;

/// nullptr: it cannot be listed, and errno says why.
Listing open_listing(const UniqueFd& folder) {
  UniqueFd fd(::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  Listing listing(fd.is_open() ? ::fdopendir(fd.get()) : nullptr);
  if (listing) {
    static_cast<void>(fd.release());  // the listing closes it
  }
  return listing;
}

/// A name in `incoming/` that nobody else has: other hosts know this one by its name.
std::string unique_name() {
  std::array<char, 256> host{};
  static_cast<void>(::gethostname(host.data(), host.size() - 1));
  std::string name = host.data();
  std::erase_if(
      name, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'); });
  return fmt::format("{}-{}-{}", name.substr(0, 60), ::getpid(), new_uuid());
}

/// A file in `incoming/`, removed unless it got its name.
class Arrival {
 public:
  Arrival(const UniqueFd& folder, std::string name, UniqueFd fd)
      : folder_(folder), name_(std::move(name)), fd_(std::move(fd)) {}
  Arrival(Arrival&& other) noexcept
      : folder_(other.folder_), name_(std::exchange(other.name_, {})), fd_(std::move(other.fd_)) {}
  Arrival& operator=(Arrival&&) = delete;
  ~Arrival() {
    if (!name_.empty()) {
      ::unlinkat(folder_.get(), name_.c_str(), 0);
    }
  }
  [[nodiscard]] const UniqueFd& fd() const { return fd_; }
  /// False where it failed: errno says why.
  bool rename_to(const UniqueFd& folder, const std::string& name) {
    if (::renameat(folder_.get(), name_.c_str(), folder.get(), name.c_str()) != 0) {
      return false;
    }
    name_.clear();
    return true;
  }

 private:
  const UniqueFd& folder_;
  std::string name_;
  UniqueFd fd_;
};

/// Removes what writers that died have left. `now`: seconds, by the clock of the remote.
void sweep(const UniqueFd& folder, std::int64_t now) {
  const Listing listing = open_listing(folder);
  while (const dirent* const entry = listing ? ::readdir(listing.get()) : nullptr) {
    struct stat info {};
    if (::fstatat(folder.get(), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
        !S_ISDIR(info.st_mode) && now - info.st_mtim.tv_sec > leftover_seconds) {
      ::unlinkat(folder.get(), entry->d_name, 0);
    }
  }
}

class FolderRemote final : public Remote {
 public:
  FolderRemote(fs::path root, bool begun) : root_(std::move(root)), begun_(begun) {}

  [[nodiscard]] std::string place() const override { return root_.string(); }

  Result<std::optional<std::uint64_t>> size(std::string_view name) const override {
    TRY_ASSIGN(const UniqueFd root, open_root(name));
    TRY_ASSIGN(const std::optional<UniqueFd> folder, open_parent(root, root_, name));
    struct stat info {};
    if (folder &&
        ::fstatat(folder->get(), last_part(name).c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0) {
      return S_ISREG(info.st_mode) ? std::optional(static_cast<std::uint64_t>(info.st_size))
                                   : std::nullopt;
    }
    if (folder && errno != ENOENT) {
      return remote_failure("look at", root_, name, errno);
    }
    TRY(check_still_there());
    return std::nullopt;
  }

  Result<void> get(std::string_view name, const fs::path& file,
                   const Transfer& transfer) const override {
    TRY_ASSIGN(const UniqueFd from, open_file(name));
    const UniqueFd to(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!to.is_open()) {
      return io_failure("write", file, errno);
    }
    if (const auto failure = copy_blocks(from, to, transfer)) {
      ::unlink(file.c_str());
      return say(*failure, name, file, CopyFailure::Side::reading);
    }
    return {};
  }

  Result<void> put(std::string_view name, const fs::path& file,
                   const Transfer& transfer) const override {
    const UniqueFd from(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!from.is_open()) {
      return io_failure("read", file, errno);
    }
    TRY_ASSIGN(const UniqueFd root, open_root(name));
    TRY(begin(root));
    return put_from(root, name, from, file, transfer);
  }

  Result<std::vector<std::string>> list(std::string_view folder) const override {
    TRY_ASSIGN(const UniqueFd root, open_root(folder));
    TRY_ASSIGN(const std::optional<UniqueFd> at,
               open_parent(root, root_, fmt::format("{}/file", folder)));
    if (!at) {
      TRY(check_still_there());
      return std::vector<std::string>();
    }
    return names_in(*at, folder);
  }

  Result<void> move(std::string_view name, std::string_view to) const override {
    TRY(check_name(to));
    TRY_ASSIGN(const UniqueFd root, open_root(name));
    TRY_ASSIGN(const std::optional<UniqueFd> from, open_parent(root, root_, name));
    TRY_ASSIGN(const UniqueFd folder, make_parent(root, root_, to));
    const bool failed = from && ::renameat(from->get(), last_part(name).c_str(), folder.get(),
                                           last_part(to).c_str()) != 0;
    if ((failed && errno != ENOENT) || !sync_folder(folder)) {
      return remote_failure("move", root_, name, errno);
    }
    return {};
  }

  Result<void> remove(std::string_view name) const override {
    TRY_ASSIGN(const UniqueFd root, open_root(name));
    TRY_ASSIGN(const std::optional<UniqueFd> folder, open_parent(root, root_, name));
    if (folder && ::unlinkat(folder->get(), last_part(name).c_str(), 0) != 0 && errno != ENOENT) {
      return remote_failure("remove", root_, name, errno);
    }
    return {};
  }

 private:
  static Result<void> check_name(std::string_view name) {
    if (!is_remote_name(name)) {
      return fail(ErrorKind::environment, fmt::format("a remote has no file '{}'", name));
    }
    return {};
  }

  Result<UniqueFd> open_root(std::string_view name) const {
    TRY(check_name(name));
    return open_remote_root(root_);
  }

  /// Nothing there may also mean: the drive went away, and this is the bare mount point.
  Result<void> check_still_there() const {
    if (!begun_.load()) {
      return {};
    }
    TRY_ASSIGN(const bool marked, has_marker(root_));
    if (!marked) {
      return fail(ErrorKind::environment,
                  fmt::format("the remote '{}' has gone: its '{}' is no longer there", place(),
                              remote_marker),
                  "is the drive still mounted? What is here is kept; the same command goes on when "
                  "it is back");
    }
    return {};
  }

  Result<UniqueFd> open_file(std::string_view name) const {
    TRY_ASSIGN(const UniqueFd root, open_root(name));
    TRY_ASSIGN(const std::optional<UniqueFd> folder, open_parent(root, root_, name));
    UniqueFd fd(folder ? ::openat(folder->get(), last_part(name).c_str(),
                                  O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
                       : -1);
    struct stat info {};
    if (!fd.is_open() || ::fstat(fd.get(), &info) != 0) {
      return remote_failure("read", root_, name, folder ? errno : ENOENT);
    }
    if (!S_ISREG(info.st_mode)) {
      return fail(ErrorKind::environment,
                  fmt::format("the remote: '{}' is not a regular file", (root_ / name).string()),
                  "somebody else put it there: remove it, then run the same command again");
    }
    return fd;
  }

  /// Makes sure that this is a remote before anything is written into it.
  Result<void> begin(const UniqueFd& root) const {
    TRY(check_still_there());
    if (begun_.load()) {
      return {};
    }
    TRY_ASSIGN(const bool marked, has_marker(root_));
    if (!marked) {
      TRY(may_begin(root_));
      TRY_ASSIGN(const TempDirectory scratch,
                 TempDirectory::create(fs::temp_directory_path(), "reshoot-"));
      const fs::path text = scratch.path() / "marker";
      TRY(write_file_atomically(text, remote_marker_text()));
      const UniqueFd from(::open(text.c_str(), O_RDONLY | O_CLOEXEC));
      TRY(put_from(root, remote_marker, from, text, {}));
    }
    begun_.store(true);
    return {};
  }

  Result<void> put_from(const UniqueFd& root, std::string_view name, const UniqueFd& from,
                        const fs::path& file, const Transfer& transfer) const {
    TRY_ASSIGN(const UniqueFd arrivals, make_parent(root, root_, incoming));
    TRY_ASSIGN(Arrival arrival, create_in(arrivals, root, name));
    if (const auto failure = copy_blocks(from, arrival.fd(), transfer)) {
      return say(*failure, name, file, CopyFailure::Side::writing);
    }
    TRY_ASSIGN(const UniqueFd folder, make_parent(root, root_, name));
    crash_point("remote.before_rename");
    if (!arrival.rename_to(folder, last_part(name)) || !sync_folder(folder)) {
      return remote_failure("write", root_, name, errno);
    }
    return {};
  }

  Result<Arrival> create_in(const UniqueFd& arrivals, const UniqueFd& root,
                            std::string_view name) const {
    std::string own = unique_name();
    UniqueFd fd(::openat(arrivals.get(), own.c_str(),
                         O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    struct stat of_file {};
    struct stat of_root {};
    if (!fd.is_open() || ::fstat(fd.get(), &of_file) != 0 || ::fstat(root.get(), &of_root) != 0) {
      return remote_failure("write", root_, name, errno);
    }
    // Never changed again, read by those who may use the root; SMB may know no permissions.
    static_cast<void>(::fchmod(fd.get(), (of_root.st_mode & 0444U) | S_IRUSR));
    if (!swept_.exchange(true)) {
      sweep(arrivals, of_file.st_mtim.tv_sec);
    }
    return Arrival(arrivals, std::move(own), std::move(fd));
  }

  Result<std::vector<std::string>> names_in(const UniqueFd& folder, std::string_view name) const {
    const Listing listing = open_listing(folder);
    if (!listing) {
      return remote_failure("read the folder", root_, name, errno);
    }
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* const entry = ::readdir(listing.get())) {
      struct stat info {};
      if (is_remote_name(entry->d_name) &&
          (entry->d_type == DT_REG ||
           (::fstatat(folder.get(), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(info.st_mode)))) {
        names.emplace_back(entry->d_name);
      }
      errno = 0;
    }
    if (errno != 0) {
      return remote_failure("read the folder", root_, name, errno);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  /// `remote_side`: which side of the copy the remote was.
  [[nodiscard]] tl::unexpected<Error> say(const CopyFailure& failure, std::string_view name,
                                          const fs::path& file,
                                          CopyFailure::Side remote_side) const {
    if (failure.side == CopyFailure::Side::cancelled) {
      return tl::unexpected(cancelled());
    }
    const char* const doing = failure.side == CopyFailure::Side::reading ? "read" : "write";
    return failure.side == remote_side ? remote_failure(doing, root_, name, failure.error_number)
                                       : io_failure(doing, file, failure.error_number);
  }

  fs::path root_;
  mutable std::atomic<bool> begun_;  ///< its marker was seen
  mutable std::atomic<bool> swept_{false};
};

}  // namespace

Result<std::unique_ptr<Remote>> open_folder_remote(const fs::path& folder) {
  TRY(open_remote_root(folder));
  TRY_ASSIGN(const bool marked, has_marker(folder));
  return std::make_unique<FolderRemote>(folder, marked);
}

}  // namespace reshoot
