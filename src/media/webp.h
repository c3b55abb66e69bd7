// SPDX-License-Identifier: Apache-2.0
#pragma once
// The chunks of a still WebP file that decide its picture. Decodes nothing.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reshoot {

struct WebpParts {
  bool lossless = false;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  bool has_alpha = false;                 ///< lossless: its alpha samples count
  std::string_view picture;               ///< body of `VP8 ` or `VP8L`
  std::optional<std::string_view> alpha;  ///< body of `ALPH`
  std::optional<std::string_view> icc;
  int orientation = 1;
};

/// Views into `bytes`. A `corrupt` error where the chunks do not make up one whole still picture of
/// a size that is taken. `path` is for messages.
Result<WebpParts> read_webp(std::string_view bytes, const std::filesystem::path& path);

/// The canonical text of a lossy WebP: coded picture and alpha, orientation, ICC profile.
std::string describe_lossy_webp(const WebpParts& parts);

}  // namespace reshoot
