// SPDX-License-Identifier: Apache-2.0
#pragma once
// One build per store: a lock file that says who holds it and that the kernel frees when its holder
// dies.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace reshoot {

/// Who holds the lock.
struct LockHolder {
  int pid = 0;  ///< 0: somebody who has not written down yet who it is
  std::string host;
  Wall since;
  std::string campaign;
  friend bool operator==(const LockHolder&, const LockHolder&) = default;
};

class BuildLock {
 public:
  /// Takes the lock without waiting; nullopt: somebody else has it. The file's folder must exist.
  static Result<std::optional<BuildLock>> try_acquire(const std::filesystem::path& file,
                                                      std::string_view campaign,
                                                      const Clock& clock);
  /// Waits for it; `waiting` is called once with the holder, and again when the holder changes.
  /// Error `cancelled` where that was asked for.
  static Result<BuildLock> acquire(const std::filesystem::path& file, std::string_view campaign,
                                   const Clock& clock, const Cancel& cancel,
                                   const std::function<void(const LockHolder&)>& waiting);
  /// Who holds it now, if anybody. Does not touch the lock.
  static Result<std::optional<LockHolder>> holder(const std::filesystem::path& file);

  BuildLock(BuildLock&& other) noexcept = default;
  BuildLock& operator=(BuildLock&&) = delete;
  ~BuildLock();

 private:
  explicit BuildLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace reshoot
