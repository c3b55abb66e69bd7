// SPDX-License-Identifier: Apache-2.0
#pragma once
// Geometry of a PNG file, and whether it is whole. Decodes no samples.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace reshoot {

struct PngHeader {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int orientation = 1;  ///< of its eXIf chunk
};

/// A `corrupt` error where the chunks do not make up one whole picture of a size that is taken.
/// `path` is for messages.
Result<PngHeader> read_png_header(std::string_view bytes, const std::filesystem::path& path);

}  // namespace reshoot
