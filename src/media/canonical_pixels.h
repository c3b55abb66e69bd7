// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decoded pixels in whatever form a decoder has them, as one form: red, green, blue, alpha of 16
// bits each. Exact: equal samples give equal digests, whatever the file's bit depth or palette.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "media/records.h"

namespace reshoot {

/// Where a pixel format keeps its samples. Offsets in bytes; alpha -1: opaque.
struct PixelLayout {
  std::string_view name;  ///< as ffmpeg calls it
  std::uint8_t bytes;     ///< of a pixel; 0: palette or bits, see below
  std::uint8_t depth;     ///< bytes of a sample, 1 or 2
  bool little;            ///< byte order of 16 bit samples
  std::int8_t red, green, blue, alpha;
};

class CanonicalPixels {
 public:
  /// nullopt: a format that no lossless decoder gives. Pixels at most max_picture_pixels.
  /// `opaque`: what the format holds as alpha does not count.
  static std::optional<CanonicalPixels> create(std::string_view pixel_format, std::uint32_t width,
                                               std::uint32_t height, bool opaque);

  /// The next bytes of the picture, top left to bottom right, rows without padding.
  void take(std::string_view raw);

  /// nullopt: there were more or fewer bytes than one picture has.
  std::optional<Digest> finish();

 private:
  CanonicalPixels(const PixelLayout& layout, std::uint32_t width, std::uint32_t height,
                  bool opaque);
  void convert(std::string_view pixels);
  bool convert_palette();
  bool convert_bits();
  void put(std::uint32_t red, std::uint32_t green, std::uint32_t blue, std::uint32_t alpha);
  void flush();

  const PixelLayout* layout_;  // in a constant table
  std::uint32_t width_;
  std::uint32_t height_;
  bool opaque_;
  Records records_;
  std::string whole_;  // palette and bits: these need the whole picture, one byte a pixel at most
  std::uint64_t received_ = 0;
  std::string converted_;
  Sha256 hasher_;
};

}  // namespace reshoot
