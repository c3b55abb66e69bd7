// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a file is by its first bytes; names and extensions are not asked.

#include <cstdint>
#include <string_view>

namespace reshoot {

enum class MediaType { unknown, png, jpeg, webp_lossy, webp_lossless, wav, flac, mp3, mp4, mov };

/// Bytes that sniff() wants to see, or the whole file where it is shorter.
constexpr std::size_t sniff_size = 4096;

MediaType sniff(std::string_view head);

/// The name of a well-known format that sniff() does not take, such as `GIF` or `HEIC`; empty: not
/// known either.
std::string_view unsupported_format(std::string_view head);

bool is_image(MediaType type);
bool is_video(MediaType type);  ///< a container that may hold a picture stream (mp4, mov)
bool is_audio(MediaType type);  ///< wav, flac, mp3, and mp4 (M4A)
/// `PNG`, `JPEG`, ... for messages.
std::string_view name_of(MediaType type);

}  // namespace reshoot
