// SPDX-License-Identifier: Apache-2.0
#pragma once
// How large an input may be. Larger ones are refused in words before a decoder sees them.

#include <cstdint>
#include <filesystem>

#include "base/media_type.h"
#include "base/result.h"

namespace reshoot {

constexpr std::uint64_t max_picture_bytes = 64ULL << 20U;
constexpr std::uint64_t max_picture_pixels = 100'000'000;
constexpr std::uint64_t max_mp3_bytes = 256ULL << 20U;  ///< about 30 hours
constexpr std::uint64_t max_media_bytes = 4ULL << 30U;  ///< videos and other sounds

/// The size that a file of this type may have.
std::uint64_t max_bytes(MediaType type);

/// An `environment` error where the file is missing or larger than its type may be.
Result<void> check_file_size(const std::filesystem::path& path, MediaType type);

/// A `corrupt` error where a picture says that it is empty or has more than max_picture_pixels.
Result<void> check_pixels(const std::filesystem::path& path, std::uint64_t width,
                          std::uint64_t height);

/// A `corrupt` error: the file is not what its first bytes say. `what`: such as "it ends too soon".
[[nodiscard]] tl::unexpected<Error> damaged(const std::filesystem::path& path, MediaType type,
                                            std::string_view what);

}  // namespace reshoot
