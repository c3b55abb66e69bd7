// SPDX-License-Identifier: Apache-2.0
#pragma once
// A file that is filled from the network and hashed on its way.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "network/transport.h"

namespace reshoot {

/// Removed again unless keep() was called.
class DownloadFile {
 public:
  /// Makes the file, for its owner only; that it exists is an error. More than `cap` bytes are
  /// `corrupt`; all other errors are `environment`.
  static Result<DownloadFile> create(const std::filesystem::path& path, std::uint64_t cap);
  DownloadFile(DownloadFile&& other) noexcept;
  DownloadFile& operator=(DownloadFile&&) = delete;
  ~DownloadFile();

  Result<void> write(std::string_view bytes);
  /// The file stays. It is not synced: that takes long, here all transfers would wait for it, and
  /// who takes the file over for good does it in any case.
  Downloaded keep();

 private:
  DownloadFile(std::filesystem::path path, UniqueFd fd, std::uint64_t cap)
      : path_(std::move(path)), fd_(std::move(fd)), cap_(cap) {}
  std::filesystem::path path_;
  UniqueFd fd_;
  std::uint64_t cap_;
  std::uint64_t bytes_ = 0;
  Sha256 hash_;
};

}  // namespace reshoot
