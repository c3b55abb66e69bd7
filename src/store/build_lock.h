// SPDX-License-Identifier: Apache-2.0
#pragma once
// One build per store: a lock file that says who holds it and that the kernel frees when its holder
// dies.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"

namespace reshoot {

/// Who holds the lock.
struct LockHolder {
  int pid = 0;
  std::string host;
  Wall since;
  std::string campaign;
};

class BuildLock {
 public:
  /// Takes the lock without waiting; nullopt: somebody else has it.
  static Result<std::optional<BuildLock>> try_acquire(const std::filesystem::path& file,
                                                      std::string_view campaign,
                                                      const Clock& clock);
  /// Waits for it; `waiting` is called once with the holder, and again when the holder changes.
  static Result<BuildLock> acquire(const std::filesystem::path& file, std::string_view campaign,
                                   const Clock& clock, const Cancel& cancel,
                                   const std::function<void(const LockHolder&)>& waiting);
  /// Who holds it now, if anybody.
  static Result<std::optional<LockHolder>> holder(const std::filesystem::path& file);

  BuildLock(BuildLock&& other) noexcept;
  BuildLock& operator=(BuildLock&&) = delete;
  ~BuildLock();

 private:
  explicit BuildLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace reshoot
