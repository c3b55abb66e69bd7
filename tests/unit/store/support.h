// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the store's tests share: folders, files, digests, children, limits.

#include <sys/resource.h>

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/files.h"
#include "base/result.h"
#include "store/ledger.h"

namespace reshoot::test {

/// A folder of its own for one test; kept, and named, where the test threw.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int exceptions_before_;
};

/// The value of an answer that must not be an error.
template <class T>
T must(Result<T> result) {
  if (!result) {
    throw std::runtime_error(result.error().message);
  }
  return *std::move(result);
}
void must(const Result<void>& result);

/// The error of an answer that must be one.
template <class T>
Error must_fail(Result<T> result) {
  if (result) {
    throw std::runtime_error("this should have failed");
  }
  return std::move(result).error();
}

void write(const std::filesystem::path& file, std::string_view bytes);
std::string read(const std::filesystem::path& file);

/// A digest that stands for `name`.
inline Digest digest_of(std::string_view name) {
  return sha256(name);
}

/// Runs `work` in a child process; its wait status as of waitpid(2). `work` that returns exits with
/// 0, an exception with 1.
int in_child(const std::function<void()>& work);
/// Runs `other` in a child process while this one does `mine`; the child's wait status.
int in_child_while(const std::function<void()>& other, const std::function<void()>& mine);
/// As in_child, where the child dies at a crash point.
int crash_at(std::string_view point, const std::function<void()>& work);
bool was_killed(int status);

/// While it lives, this process can write no file beyond `bytes`: what a full disk looks like.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes);
  ~FileSizeLimit();
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

Ledger open_ledger(const std::filesystem::path& file, const Clock& clock,
                   Ledger::Access access = Ledger::Access::read_write);
/// A take with money set aside.
NewTake new_take(std::string_view key, Money reserve = {});
Artifact artifact(std::string_view key, std::string_view bytes);

}  // namespace reshoot::test
