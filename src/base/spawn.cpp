// SPDX-License-Identifier: Apache-2.0
// fork and exec. All that needs memory is made before the fork: the child of a process with threads
// may call only what is safe in a signal handler.

#include "base/spawn.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "base/io_error.h"
#include "base/text.h"

namespace reshoot {
namespace {

constexpr int first_free_fd = 3;  // behind stdin, stdout and stderr

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

/// Moves a descriptor out of 0-2, which may be free when we were started without them.
UniqueFd above_stdio(int fd) {
  UniqueFd low(fd);
  return fd >= first_free_fd ? std::move(low)
                             : UniqueFd(::fcntl(low.get(), F_DUPFD_CLOEXEC, first_free_fd));
}

Result<Pipe> make_pipe() {
  std::array<int, 2> fds{};
  if (::pipe2(fds.data(), O_CLOEXEC) != 0) {
    return io_failure("make", "a pipe", errno);
  }
  return Pipe{above_stdio(fds[0]), above_stdio(fds[1])};
}

void set_non_blocking(const UniqueFd& fd) {
  ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

/// What children see of our environment, and `more`.
std::vector<std::string> child_environment(const std::vector<std::string>& more) {
  constexpr std::array kept{"PATH",
                            "HOME",
                            "LANG",
                            "TMPDIR",
                            "FONTCONFIG_FILE",
                            "FONTCONFIG_PATH",
                            "XDG_CACHE_HOME",
                            "XDG_CONFIG_HOME",
                            "XDG_DATA_HOME"};
  std::vector<std::string> variables{"LC_ALL=C.UTF-8"};
  for (const char* name : kept) {
    if (const char* value = std::getenv(name); value != nullptr) {
      variables.push_back(fmt::format("{}={}", name, value));
    }
  }
  variables.insert(variables.end(), more.begin(), more.end());
  return variables;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (const std::string& text : texts) {
    out.push_back(const_cast<char*>(text.c_str()));  // execve does not write to them
  }
  out.push_back(nullptr);
  return out;
}

/// What the child does between fork and exec, ready to use.
struct ChildPlan {
  const char* program;
  char* const* argv;
  char* const* environment;
  const char* directory;  ///< nullptr: stay
  std::array<int, 3> stdio;
  int report;  ///< an errno is written here when the program could not be started
  pid_t parent;
  rlim_t memory_cap;  ///< 0: none
  rlim_t file_cap;
};

void limit(__rlimit_resource_t resource, rlim_t value) {
  rlimit limits{};
  ::getrlimit(resource, &limits);
  limits.rlim_max = std::min(limits.rlim_max, value);
  limits.rlim_cur = limits.rlim_max;
  ::setrlimit(resource, &limits);
}

void close_on_exec_above_stdio() {
  if (::close_range(first_free_fd, ~0U, CLOSE_RANGE_CLOEXEC) == 0) {
    return;
  }
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  constexpr rlim_t most = 65536;  // kernels without close_range: enough for any real process
  for (int fd = first_free_fd; fd < static_cast<int>(std::min(files.rlim_cur, most)); ++fd) {
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
}

/// Signals as a fresh program expects them. They were blocked before the fork, so that no handler
/// of ours runs in the child.
void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) {
    ::sigaction(number, &standard, nullptr);
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void give_up(int report) {
  const int reason = errno;
  [[maybe_unused]] const ssize_t told = ::write(report, &reason, sizeof reason);
  ::_exit(127);
}

[[noreturn]] void run_child(const ChildPlan& plan) {
  ::setpgid(0, 0);
  // The kernel sends this when the *thread* that forked ends. Workers live as long as the build.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != plan.parent) {
    ::_exit(127);  // the parent went before the line above
  }
  for (int fd = 0; fd < first_free_fd; ++fd) {
    if (::dup2(plan.stdio[static_cast<std::size_t>(fd)], fd) < 0) {
      give_up(plan.report);
    }
  }
  close_on_exec_above_stdio();
  if (plan.directory != nullptr && ::chdir(plan.directory) != 0) {
    give_up(plan.report);
  }
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, plan.file_cap);
  if (plan.memory_cap != 0) {
    limit(RLIMIT_AS, plan.memory_cap);
  }
  reset_signals();
  ::execve(plan.program, plan.argv, plan.environment);
  give_up(plan.report);
}

/// Forks with all signals blocked. Returns the child's id, or -1 and errno.
pid_t fork_quietly(const ChildPlan& plan) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = ::fork();
  if (pid == 0) {
    run_child(plan);
  }
  const int reason = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = reason;
  return pid;
}

/// The errno that the child reported, or 0 when its program started.
int start_error(int report) {
  int reason = 0;
  ssize_t got = 0;
  do {
    got = ::read(report, &reason, sizeof reason);
  } while (got < 0 && errno == EINTR);
  return got == sizeof reason ? reason : 0;
}

}  // namespace

Result<Child> spawn(const ProcessSpec& spec, const std::filesystem::path& program) {
  TRY_ASSIGN(Pipe output, make_pipe());
  TRY_ASSIGN(Pipe errors, make_pipe());
  TRY_ASSIGN(Pipe report, make_pipe());
  Pipe input;
  if (spec.input.empty() && !spec.more_input) {
    input.read = above_stdio(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  } else {
    TRY_ASSIGN(input, make_pipe());
    set_non_blocking(input.write);
  }
  set_non_blocking(output.read);
  set_non_blocking(errors.read);
  const std::vector<std::string> environment = child_environment(spec.environment);
  const std::vector<char*> argv = pointers(spec.argv);
  const std::vector<char*> variables = pointers(environment);
  const ChildPlan plan{.program = program.c_str(),
                       .argv = argv.data(),
                       .environment = variables.data(),
                       .directory = spec.directory.empty() ? nullptr : spec.directory.c_str(),
                       .stdio = {input.read.get(), output.write.get(), errors.write.get()},
                       .report = report.write.get(),
                       .parent = ::getpid(),
                       .memory_cap = spec.memory_cap,
                       .file_cap = spec.file_cap};
  const pid_t pid = fork_quietly(plan);
  if (pid < 0) {
    return io_failure("start", program, errno);
  }
  ::setpgid(pid,
            pid);  // the child does the same; whoever comes first, the group exists from here on
  report.write.reset();
  if (const int reason = start_error(report.read.get()); reason != 0) {
    ::waitpid(pid, nullptr, 0);
    return io_failure("start", program, reason);
  }
  return Child{pid, std::move(input.write), std::move(output.read), std::move(errors.read)};
}

}  // namespace reshoot
