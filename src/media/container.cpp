// SPDX-License-Identifier: Apache-2.0
// Walks boxes of ISO files and chunks of RIFF files by their sizes, without reading their bodies.

#include "media/container.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include "base/bytes.h"
#include "base/io_error.h"
#include "base/unique_fd.h"
#include "media/limits.h"

namespace reshoot {
namespace {

constexpr std::size_t head_size = 16;  // of a box with a 64 bit size
constexpr int most_boxes = 100'000;

/// A file's bytes at any place.
struct Reader {
  UniqueFd fd;
  std::uint64_t size = 0;

  /// Up to head_size bytes from `at`, in `into`.
  std::string_view head(std::uint64_t at, std::array<char, head_size>& into) const {
    const ssize_t got = ::pread(fd.get(), into.data(), into.size(), static_cast<off_t>(at));
    return {into.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }
};

Result<Reader> open_reader(const std::filesystem::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const off_t size = fd.is_open() ? ::lseek(fd.get(), 0, SEEK_END) : -1;
  if (size < 0) {
    return io_failure("read", path, errno);
  }
  return Reader{std::move(fd), static_cast<std::uint64_t>(size)};
}

/// Size of the box at `at` with its header; 0: its header makes no sense.
std::uint64_t box_size(std::string_view head, std::uint64_t left) {
  const std::uint64_t size = big32(head, 0);
  if (size == 0) {
    return left;  // to the end of the file
  }
  constexpr std::uint64_t shortest = 8;
  if (size == 1) {
    return head.size() == head_size && big64(head, 8) >= head_size ? big64(head, 8) : 0;
  }
  return size >= shortest ? size : 0;
}

Result<void> check_iso(const Reader& file, const std::filesystem::path& path, MediaType type) {
  constexpr std::uint64_t shortest = 8;  // less behind the last box is padding
  bool has_movie = false;
  std::uint64_t at = 0;
  for (int boxes = 0; at + shortest <= file.size; ++boxes) {
    std::array<char, head_size> buffer{};
    const std::string_view head = file.head(at, buffer);
    const std::uint64_t size = head.size() < shortest ? 0 : box_size(head, file.size - at);
    if (size == 0 || boxes == most_boxes) {
      return damaged(path, type, "its boxes make no sense");
    }
    if (size > file.size - at) {
      return damaged(path, type, "it ends too soon");
    }
    has_movie = has_movie || head.substr(4, 4) == "moov";
    at += size;
  }
  if (!has_movie) {
    return damaged(path, type, "its index (moov) is missing");
  }
  return {};
}

Result<void> check_riff(const Reader& file, const std::filesystem::path& path) {
  constexpr std::uint64_t riff_header = 12;
  constexpr std::uint64_t chunk_header = 8;
  constexpr std::uint32_t unknown_size = 0xffffffff;  // written to a pipe, or RF64
  std::uint64_t at = riff_header;
  for (int chunks = 0; at + chunk_header <= file.size && chunks < most_boxes; ++chunks) {
    std::array<char, head_size> buffer{};
    const std::string_view head = file.head(at, buffer);
    if (head.size() < chunk_header) {
      break;
    }
    const std::uint32_t size = little32(head, 4);
    if (head.starts_with("data")) {
      if (size != unknown_size && size > file.size - at - chunk_header) {
        return damaged(path, MediaType::wav, "it ends too soon");
      }
      return {};
    }
    at += chunk_header + size + (size & 1U);
  }
  return damaged(path, MediaType::wav, "it holds no samples");
}

}  // namespace

Result<void> check_whole(const std::filesystem::path& path, MediaType type) {
  if (!is_video(type) && type != MediaType::wav) {
    return {};
  }
  TRY_ASSIGN(const Reader file, open_reader(path));
  return type == MediaType::wav ? check_riff(file, path) : check_iso(file, path, type);
}

}  // namespace reshoot
