// SPDX-License-Identifier: Apache-2.0
#pragma once
// How large and how long a media file is by its headers. Decodes nothing, starts no program, and
// takes no byte on trust: what makes no sense is left out.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/media_type.h"
#include "base/units.h"

namespace reshoot {

struct MediaFigures {
  std::uint64_t bytes = 0;
  std::uint32_t width = 0;       ///< pixels as stored; 0: not known, or nothing to see
  std::uint32_t height = 0;      ///< pixels as stored; 0: not known, or nothing to see
  std::optional<Length> length;  ///< of a clip or sound, as its headers say; nullopt: not known
};

/// The bytes of a file from a place on, at most so many; fewer at its end.
using BytesAt = std::function<std::string(std::uint64_t at, std::size_t count)>;

/// Pure: any bytes are answered.
MediaFigures figures_of(MediaType type, std::uint64_t size, const BytesAt& bytes);

/// nullopt: the file cannot be read.
std::optional<MediaFigures> measure(const std::filesystem::path& path, MediaType type);

}  // namespace reshoot
