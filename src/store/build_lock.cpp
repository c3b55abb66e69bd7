// SPDX-License-Identifier: Apache-2.0
// An open file description lock (fcntl(2)): it belongs to the open file, not to the process, so two
// threads exclude each other too, and it can be asked for without being taken.

#include "store/build_lock.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <thread>

#include "base/io_error.h"

namespace reshoot {
namespace {

constexpr Millis poll_interval(50);
constexpr std::size_t note_cap = 4096;  // bytes of a holder's note that are read

struct flock whole_file() {
  struct flock range {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  return range;
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) {
    return {};
  }
  return name.data();
}

/// One line per fact, so that a person can read the file.
std::string note_of(const LockHolder& holder) {
  return fmt::format("pid {}\nsince {}\nhost {}\ncampaign {}\n", holder.pid, holder.since.ns,
                     holder.host, holder.campaign);
}

template <class T>
T number(std::string_view text) {
  T out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

/// Reads a note that may be unfinished: what is missing stays empty.
LockHolder read_note(std::string_view note) {
  LockHolder out;
  for (std::size_t end = note.find('\n'); end != std::string_view::npos; end = note.find('\n')) {
    const std::string_view line = note.substr(0, end);
    note.remove_prefix(end + 1);
    const std::size_t space = line.find(' ');
    const std::string_view value = space == std::string_view::npos ? "" : line.substr(space + 1);
    if (line.starts_with("pid ")) {
      out.pid = number<int>(value);
    } else if (line.starts_with("since ")) {
      out.since.ns = number<std::int64_t>(value);
    } else if (line.starts_with("host ")) {
      out.host = value;
    } else if (line.starts_with("campaign ")) {
      out.campaign = value;
    }
  }
  return out;
}

/// A note that could not be written only makes the waiting message poorer.
void write_note(int fd, std::string_view note) {
  if (::pwrite(fd, note.data(), note.size(), 0) >= 0) {
    static_cast<void>(::ftruncate(fd, static_cast<off_t>(note.size())));
  }
}

}  // namespace

BuildLock::~BuildLock() {
  if (fd_.is_open()) {
    write_note(fd_.get(), "");
  }
}

Result<std::optional<BuildLock>> BuildLock::try_acquire(const std::filesystem::path& file,
                                                        std::string_view campaign,
                                                        const Clock& clock) {
  UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!fd.is_open()) {
    return io_failure("open", file, errno);
  }
  struct flock wanted = whole_file();
  if (::fcntl(fd.get(), F_OFD_SETLK, &wanted) != 0) {
    if (errno == EAGAIN || errno == EACCES) {
      return std::nullopt;
    }
    return io_failure("lock", file, errno);
  }
  write_note(fd.get(), note_of({::getpid(), host_name(), clock.wall(), std::string(campaign)}));
  return BuildLock(std::move(fd));
}

Result<BuildLock> BuildLock::acquire(const std::filesystem::path& file, std::string_view campaign,
                                     const Clock& clock, const Cancel& cancel,
                                     const std::function<void(const LockHolder&)>& waiting) {
  std::optional<LockHolder> told;
  while (!cancel.requested()) {
    TRY_ASSIGN(std::optional<BuildLock> mine, try_acquire(file, campaign, clock));
    if (mine) {
      return *std::move(mine);
    }
    TRY_ASSIGN(const std::optional<LockHolder> now, holder(file));
    if (now && now->pid != 0 && now != told) {
      waiting(*now);
      told = now;
    } else {
      std::this_thread::sleep_for(poll_interval);
    }
  }
  return fail(ErrorKind::cancelled, "stopped while waiting for another build");
}

Result<std::optional<LockHolder>> BuildLock::holder(const std::filesystem::path& file) {
  const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.is_open()) {
    if (errno == ENOENT) {
      return std::nullopt;
    }
    return io_failure("open", file, errno);
  }
  struct flock found = whole_file();
  if (::fcntl(fd.get(), F_OFD_GETLK, &found) != 0) {
    return io_failure("look at the lock", file, errno);
  }
  if (found.l_type == F_UNLCK) {
    return std::nullopt;
  }
  std::string note(note_cap, '\0');
  const ssize_t size = ::pread(fd.get(), note.data(), note.size(), 0);
  note.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return read_note(note);
}

}  // namespace reshoot
