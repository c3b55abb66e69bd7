// SPDX-License-Identifier: Apache-2.0
#pragma once
// A file on its way: what came so far is kept from run to run, under the digest that it is to have.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace reshoot {

/// Locked for its process while it is open; the kernel frees the lock when that dies.
class PartFile {
 public:
  /// `FOLDER/<digest>.part`, made where it is missing, as is the folder. Errors: `environment`;
  /// also where another process brings the same file.
  static Result<PartFile> open(const std::filesystem::path& folder, const Digest& digest);
  /// Bytes that earlier runs have left there; 0 where there is none.
  static std::uint64_t left_over(const std::filesystem::path& folder, const Digest& digest);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// What was written before a failure stays. Errors: `environment`.
  Result<void> append(std::string_view bytes);
  Result<void> clear();
  /// Removes it where its bytes do not have the digest. Errors: `corrupt`, `environment`.
  Result<void> verify();
  /// Gives it its final name, in one step, once it is safe on the disk.
  Result<void> publish(const std::filesystem::path& target);
  void remove();

 private:
  PartFile(std::filesystem::path path, Digest digest, UniqueFd fd, std::uint64_t size)
      : path_(std::move(path)), digest_(digest), fd_(std::move(fd)), size_(size) {}
  std::filesystem::path path_;
  Digest digest_;
  UniqueFd fd_;
  std::uint64_t size_ = 0;
};

}  // namespace reshoot
