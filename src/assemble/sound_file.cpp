// SPDX-License-Identifier: Apache-2.0

#include "assemble/sound_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>

#include "base/io_error.h"

namespace reshoot {
namespace {

static_assert(std::endian::native == std::endian::little, "f32le is read as it lies in memory");

constexpr std::int64_t frame_size = sound_channels * sizeof(float);
constexpr std::int64_t block_frames = 16'384;

}  // namespace

Result<SoundFile> SoundFile::create(const std::filesystem::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!fd.is_open()) {
    return io_failure("write", path, errno);
  }
  return SoundFile(path, std::move(fd));
}

Result<void> SoundFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::pwrite(fd_.get(), bytes.data(), bytes.size(), size_);
    if (done >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(done));
      size_ += done;
    } else if (errno != EINTR) {
      return io_failure("write", path_, errno);
    }
  }
  return {};
}

std::int64_t SoundFile::frames() const {
  return size_ / frame_size;
}

Result<std::span<const float>> SoundFile::read() {
  const std::int64_t left = frames() - read_at_ / frame_size;
  const std::int64_t wanted = std::min(left, block_frames) * frame_size;
  block_.resize(static_cast<std::size_t>(wanted) / sizeof(float));
  for (std::int64_t have = 0; have < wanted;) {
    const ssize_t got = ::pread(fd_.get(), reinterpret_cast<char*>(block_.data()) + have,
                                static_cast<std::size_t>(wanted - have), read_at_ + have);
    if (got > 0) {
      have += got;
    } else if (got == 0 || errno != EINTR) {
      return io_failure("read", path_, got == 0 ? EIO : errno);
    }
  }
  read_at_ += wanted;
  return std::span<const float>(block_);
}

}  // namespace reshoot
