// SPDX-License-Identifier: Apache-2.0
// Feeds and drains a child until it ends or must be ended. Called from several threads at once.

#include "base/process.h"

#include <fmt/core.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "base/check.h"
#include "base/spawn.h"
#include "base/text.h"

namespace reshoot {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int poll_interval_ms = 50;  // how late a cancel may be seen

/// While it lives, writing to a closed pipe in this thread is EPIPE and no signal.
class NoSigpipe {
 public:
  NoSigpipe() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;
  ~NoSigpipe() {
    const timespec now{};
    while (::sigtimedwait(&pipe_, nullptr, &now) == -1 && errno == EINTR) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

/// One run of one child. Whatever way it is left, the group is dead and the child is reaped.
class Run {
 public:
  Run(const ProcessSpec& spec, const Cancel& cancel, Child child)
      : spec_(spec),
        cancel_(cancel),
        child_(std::move(child)),
        end_(SteadyClock::now() + spec.timeout),
        to_feed_(spec.input) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() {
    if (!reaped_) {
      reap();
    }
  }

  Result<ProcessResult> to_end() {
    while (child_.input.is_open() || child_.output.is_open() || child_.errors.is_open()) {
      TRY(still_wanted());
      if (wait_for_pipes(poll_interval_ms)) {
        TRY(move_bytes());
      } else if (has_ended()) {
        break;  // a process that it left behind holds the pipes open
      }
    }
    for (int pause = 1; !has_ended(); pause = std::min(2 * pause, poll_interval_ms)) {
      TRY(still_wanted());
      ::poll(nullptr, 0, pause);
    }
    reap();
    keep_tail(spec_.error_cap);
    return std::move(result_);
  }

 private:
  /// The program's name for messages.
  [[nodiscard]] std::string name() const {
    return std::filesystem::path(spec_.argv.front()).filename().string();
  }

  /// The error that ends the run early, if it is time.
  [[nodiscard]] Result<void> still_wanted() const {
    if (cancel_.requested()) {
      return fail(ErrorKind::cancelled, fmt::format("'{}' was stopped", name()));
    }
    if (SteadyClock::now() >= end_) {
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(spec_.timeout).count();
      return fail(ErrorKind::transient,
                  fmt::format("'{}' did not finish within {} s and was stopped", name(), seconds),
                  "run the command again when the machine is less busy, or lower `-j`");
    }
    return {};
  }

  /// True when a pipe has something to say or take.
  bool wait_for_pipes(int timeout_ms) {
    std::array<pollfd, 3> fds{pollfd{child_.input.get(), POLLOUT, 0},
                              pollfd{child_.output.get(), POLLIN, 0},
                              pollfd{child_.errors.get(), POLLIN, 0}};
    return ::poll(fds.data(), fds.size(), timeout_ms) > 0;  // entries with fd -1 are skipped
  }

  Result<void> move_bytes() {
    feed();
    if (const std::string_view block = drain(child_.errors); !block.empty()) {
      result_.errors += block;
      keep_tail(2 * spec_.error_cap);
    }
    if (const std::string_view block = drain(child_.output); !block.empty()) {
      take(block);
    }
    if (printed_ > spec_.output_cap) {
      return fail(ErrorKind::corrupt, fmt::format("'{}' printed more than {} bytes and was stopped",
                                                  name(), spec_.output_cap));
    }
    return {};
  }

  void take(std::string_view block) {
    printed_ += block.size();
    if (spec_.take_output) {
      spec_.take_output(block);
    } else {
      result_.output += block;
    }
  }

  void feed() {
    if (!child_.input.is_open()) {
      return;
    }
    if (to_feed_.empty() && spec_.more_input) {
      to_feed_ = spec_.more_input();
    }
    if (to_feed_.empty()) {
      child_.input.reset();
      return;
    }
    const ssize_t done = ::write(child_.input.get(), to_feed_.data(), to_feed_.size());
    if (done > 0) {
      to_feed_.remove_prefix(static_cast<std::size_t>(done));
    } else if (done < 0 && errno != EAGAIN && errno != EINTR) {
      child_.input.reset();  // EPIPE: it reads no more
    }
  }

  /// Reads one block of what is there, so that no pipe starves the others. Valid until the next
  /// call.
  std::string_view drain(UniqueFd& from) {
    if (!from.is_open()) {
      return {};
    }
    const ssize_t got = ::read(from.get(), block_.data(), block_.size());
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
      from.reset();
    }
    return {block_.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }

  /// Cuts stderr to its last bytes once it is longer than `limit`.
  void keep_tail(std::uint64_t limit) {
    if (result_.errors.size() > limit) {
      result_.errors.erase(0, result_.errors.size() - static_cast<std::size_t>(spec_.error_cap));
    }
  }

  /// Asks without reaping: until then the group's number cannot be given to others.
  [[nodiscard]] bool has_ended() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(child_.pid), &info, WEXITED | WNOHANG | WNOWAIT) ==
               0 &&
           info.si_pid == child_.pid;
  }

  void reap() {
    ::kill(-child_.pid, SIGKILL);
    int status = 0;
    rusage usage{};
    while (::wait4(child_.pid, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    reaped_ = true;
    constexpr int signal_base = 128;
    result_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : signal_base + WTERMSIG(status);
    const auto micros = [](const timeval& time) {
      return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    };
    result_.cpu_time = micros(usage.ru_utime) + micros(usage.ru_stime);
  }

  const ProcessSpec& spec_;
  const Cancel& cancel_;
  Child child_;
  SteadyClock::time_point end_;
  ProcessResult result_;
  std::string_view to_feed_;
  std::uint64_t printed_ = 0;
  std::array<char, 64U << 10U> block_{};
  bool reaped_ = false;
};

/// The package that a tool of ours comes in, by the names of Debian and Ubuntu.
std::string_view package_of(std::string_view program) {
  return program == "ffprobe" ? "ffmpeg" : program == "bspatch" ? "bsdiff" : program;
}

}  // namespace

Result<ProcessResult> run_process(const ProcessSpec& spec, const Cancel& cancel) {
  CHECK(!spec.argv.empty());
  TRY_ASSIGN(const std::filesystem::path program, find_program(spec.argv.front()));
  const NoSigpipe quiet;
  TRY_ASSIGN(Child child, spawn(spec, program));
  return Run(spec, cancel, std::move(child)).to_end();
}

Result<std::filesystem::path> find_program(const std::string& name) {
  const auto runs = [](const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string::npos) {
    if (runs(name)) {
      return std::filesystem::absolute(name);
    }
    return fail(ErrorKind::environment, fmt::format("'{}' is not a program", printable(name)));
  }
  const char* const variable = std::getenv("PATH");
  std::string_view rest = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  while (!rest.empty()) {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    const std::filesystem::path folder(rest.substr(0, colon));
    rest.remove_prefix(std::min(colon + 1, rest.size()));
    if (folder.is_absolute() && runs(folder / name)) {
      return folder / name;
    }
  }
  return fail(ErrorKind::environment, fmt::format("'{}' is not installed", printable(name)),
              fmt::format("install it, such as with `sudo apt install {}`", package_of(name)));
}

}  // namespace reshoot
