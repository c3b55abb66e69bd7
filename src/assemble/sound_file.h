// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decoded sound on disk, since an hour of it does not belong in memory: raw frames as in sound.h.

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "assemble/sound.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace reshoot {

/// A scratch file that is written once from front to back, then read as often as wanted.
class SoundFile {
 public:
  static Result<SoundFile> create(const std::filesystem::path& path);

  /// Raw bytes as a decoder prints them (f32le, interleaved), cut anywhere.
  Result<void> append(std::string_view bytes);

  [[nodiscard]] std::int64_t frames() const;

  /// The next read() gives the first frames.
  void rewind() { read_at_ = 0; }
  /// The next frames, valid until the next call; empty at the end.
  Result<std::span<const float>> read();

 private:
  SoundFile(std::filesystem::path path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  std::filesystem::path path_;
  UniqueFd fd_;
  std::int64_t size_ = 0;     ///< bytes
  std::int64_t read_at_ = 0;  ///< byte that read() goes on with
  std::vector<float> block_;
};

}  // namespace reshoot
