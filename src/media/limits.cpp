// SPDX-License-Identifier: Apache-2.0
// The caps, and the words in which a file is refused.

#include "media/limits.h"

#include <fmt/core.h>

#include "base/files.h"
#include "base/io_error.h"
#include "base/text.h"

namespace reshoot {

std::uint64_t max_bytes(MediaType type) {
  if (is_image(type)) {
    return max_picture_bytes;
  }
  return type == MediaType::mp3 ? max_mp3_bytes : max_media_bytes;
}

Result<void> check_file_size(const std::filesystem::path& path, MediaType type) {
  TRY_ASSIGN(const std::optional<FileStat> stat, stat_file(path));
  if (!stat) {
    return io_failure("read", path, ENOENT);
  }
  constexpr std::uint64_t mebibyte = 1U << 20U;
  if (stat->size > max_bytes(type)) {
    return fail(
        ErrorKind::environment,
        fmt::format("'{}' has {} MB; a {} file may have at most {} MB", printable(path.string()),
                    stat->size / mebibyte, name_of(type), max_bytes(type) / mebibyte),
        "save it smaller, or cut out the part that is needed");
  }
  return {};
}

Result<void> check_pixels(const std::filesystem::path& path, std::uint64_t width,
                          std::uint64_t height) {
  if (width == 0 || height == 0) {
    return fail(ErrorKind::corrupt,
                fmt::format("'{}' says that it is {}x{} pixels large", printable(path.string()),
                            width, height),
                "save the picture again");
  }
  if (width > max_picture_pixels / height) {
    return fail(
        ErrorKind::corrupt,
        fmt::format("'{}' is {}x{} pixels large; a picture may have at most {} million",
                    printable(path.string()), width, height, max_picture_pixels / 1'000'000),
        "save the picture smaller");
  }
  return {};
}

tl::unexpected<Error> damaged(const std::filesystem::path& path, MediaType type,
                              std::string_view what) {
  return fail(
      ErrorKind::corrupt,
      fmt::format("'{}' is not a whole {} file: {}", printable(path.string()), name_of(type), what),
      "save or copy the file again");
}

}  // namespace reshoot
