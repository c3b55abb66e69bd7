// SPDX-License-Identifier: Apache-2.0
#include "support.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "store/crash_point.h"

namespace reshoot::test {
Folder::Folder() : exceptions_before_(std::uncaught_exceptions()) {
  std::string name = (std::filesystem::temp_directory_path() / "reshoot-store-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("cannot make a temporary folder");
  }
  path_ = name;
}

Folder::~Folder() {
  if (std::uncaught_exceptions() != exceptions_before_) {
    std::fprintf(stderr, "kept: %s\n", path_.c_str());
    return;
  }
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void must(const Result<void>& result) {
  if (!result) {
    throw std::runtime_error(result.error().message);
  }
}

void write(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int in_child_while(const std::function<void()>& other, const std::function<void()>& mine) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      other();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "child: %s\n", error.what());
      ::_exit(1);
    }
    ::_exit(0);
  }
  mine();
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

int in_child(const std::function<void()>& work) {
  return in_child_while(work, [] {});
}

int crash_at(std::string_view point, const std::function<void()>& work) {
  return in_child([&] {
    set_crash_point(point);
    work();
  });
}

bool was_killed(int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

FileSizeLimit::FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
  ::getrlimit(RLIMIT_FSIZE, &before_);
  const rlimit limited{bytes, before_.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &limited);
}

FileSizeLimit::~FileSizeLimit() {
  ::setrlimit(RLIMIT_FSIZE, &before_);
  std::signal(SIGXFSZ, handler_);
}

Ledger open_ledger(const std::filesystem::path& file, const Clock& clock, Ledger::Access access) {
  return must(Ledger::open(file, access, clock));
}

NewTake new_take(std::string_view key, Money reserve) {
  return {digest_of(key), "gmi/wan2.7-r2v", std::nullopt, "acme", reserve};
}

Artifact artifact(std::string_view key, std::string_view bytes) {
  return {digest_of(key), sha256(bytes), bytes.size(), 30, true};
}

}  // namespace reshoot::test
