// SPDX-License-Identifier: Apache-2.0
#pragma once
// The bytes of a request, read piece by piece as the network takes them.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace reshoot {

class RequestBody {
 public:
  explicit RequestBody(std::string text) : text_(std::move(text)), left_(text_.size()) {}
  /// The file as it is now. Errors: `environment`.
  static Result<RequestBody> of_file(const std::filesystem::path& file);

  /// Bytes that are still to come.
  [[nodiscard]] std::uint64_t left() const { return left_; }
  /// The next bytes, 0 at the end. Errors: `environment`, also where the file has become shorter.
  Result<std::size_t> read(std::span<char> into);

 private:
  RequestBody(std::filesystem::path file, UniqueFd fd, std::uint64_t size)
      : file_(std::move(file)), fd_(std::move(fd)), left_(size) {}
  std::string text_;
  std::filesystem::path file_;
  UniqueFd fd_;  ///< not open where the body is a text
  std::uint64_t left_;
};

}  // namespace reshoot
