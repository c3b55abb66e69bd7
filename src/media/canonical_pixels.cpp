// SPDX-License-Identifier: Apache-2.0
// One table of formats. 8 bit samples become 16 bit by times 257, which keeps black and white.

#include "media/canonical_pixels.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace reshoot {
namespace {

constexpr std::array layouts{
    PixelLayout{"gray", 1, 1, false, 0, 0, 0, -1},
    PixelLayout{"gray16be", 2, 2, false, 0, 0, 0, -1},
    PixelLayout{"gray16le", 2, 2, true, 0, 0, 0, -1},
    PixelLayout{"ya8", 2, 1, false, 0, 0, 0, 1},
    PixelLayout{"ya16be", 4, 2, false, 0, 0, 0, 2},
    PixelLayout{"ya16le", 4, 2, true, 0, 0, 0, 2},
    PixelLayout{"rgb24", 3, 1, false, 0, 1, 2, -1},
    PixelLayout{"bgr24", 3, 1, false, 2, 1, 0, -1},
    PixelLayout{"rgba", 4, 1, false, 0, 1, 2, 3},
    PixelLayout{"bgra", 4, 1, false, 2, 1, 0, 3},
    PixelLayout{"argb", 4, 1, false, 1, 2, 3, 0},
    PixelLayout{"abgr", 4, 1, false, 3, 2, 1, 0},
    PixelLayout{"rgb0", 4, 1, false, 0, 1, 2, -1},
    PixelLayout{"bgr0", 4, 1, false, 2, 1, 0, -1},
    PixelLayout{"0rgb", 4, 1, false, 1, 2, 3, -1},
    PixelLayout{"0bgr", 4, 1, false, 3, 2, 1, -1},
    PixelLayout{"rgb48be", 6, 2, false, 0, 2, 4, -1},
    PixelLayout{"rgb48le", 6, 2, true, 0, 2, 4, -1},
    PixelLayout{"rgba64be", 8, 2, false, 0, 2, 4, 6},
    PixelLayout{"rgba64le", 8, 2, true, 0, 2, 4, 6},
    PixelLayout{"pal8", 0, 1, false, 0, 0, 0, 0},
    PixelLayout{"monob", 0, 1, false, 0, 0, 0, -1},
    PixelLayout{"monow", 0, 1, false, 0, 0, 0, -1},
};

constexpr std::uint32_t white = 0xffff;
constexpr std::size_t flush_at = 64U << 10U;
constexpr std::size_t palette_bytes = 256 * 4;

constexpr std::uint32_t widened(std::uint32_t sample8) {
  return sample8 * 257;
}

}  // namespace

CanonicalPixels::CanonicalPixels(const PixelLayout& layout, std::uint32_t width,
                                 std::uint32_t height, bool opaque)
    : layout_(&layout),
      width_(width),
      height_(height),
      opaque_(opaque),
      records_(std::max<std::size_t>(1, layout.bytes)) {}

std::optional<CanonicalPixels> CanonicalPixels::create(std::string_view pixel_format,
                                                       std::uint32_t width, std::uint32_t height,
                                                       bool opaque) {
  for (const PixelLayout& layout : layouts) {
    if (layout.name == pixel_format) {
      return CanonicalPixels(layout, width, height, opaque);
    }
  }
  return std::nullopt;
}

void CanonicalPixels::put(std::uint32_t red, std::uint32_t green, std::uint32_t blue,
                          std::uint32_t alpha) {
  for (const std::uint32_t sample : {red, green, blue, opaque_ ? white : alpha}) {
    converted_ += static_cast<char>(sample >> 8U);
    converted_ += static_cast<char>(sample & 0xffU);
  }
  if (converted_.size() >= flush_at) {
    flush();
  }
}

void CanonicalPixels::flush() {
  hasher_.update(converted_);
  converted_.clear();
}

void CanonicalPixels::convert(std::string_view pixels) {
  const PixelLayout& layout = *layout_;
  const auto sample = [&](std::size_t pixel, std::int8_t offset) {
    if (offset < 0) {
      return white;
    }
    const std::size_t at = pixel + static_cast<std::size_t>(offset);
    if (layout.depth == 1) {
      return widened(byte_at(pixels, at));
    }
    return layout.little ? little16(pixels, at) : big16(pixels, at);
  };
  for (std::size_t at = 0; at < pixels.size(); at += layout.bytes) {
    put(sample(at, layout.red), sample(at, layout.green), sample(at, layout.blue),
        sample(at, layout.alpha));
  }
}

void CanonicalPixels::take(std::string_view raw) {
  received_ += raw.size();
  if (layout_->bytes != 0) {
    records_.feed(raw, [this](std::string_view pixels) { convert(pixels); });
  } else if (received_ <= std::uint64_t{width_} * height_ + 4 + palette_bytes) {
    whole_ += raw;
  }
}

/// One index a pixel, in some versions padding to a multiple of four, then 256 colours as blue,
/// green, red, alpha.
bool CanonicalPixels::convert_palette() {
  const std::size_t pixels = std::size_t{width_} * height_;
  const std::size_t padded = (pixels + 3) / 4 * 4;
  if (received_ != pixels + palette_bytes && received_ != padded + palette_bytes) {
    return false;
  }
  const std::size_t palette_at = whole_.size() - palette_bytes;
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::size_t colour = palette_at + std::size_t{byte_at(whole_, i)} * 4;
    put(widened(byte_at(whole_, colour + 2)), widened(byte_at(whole_, colour + 1)),
        widened(byte_at(whole_, colour)), widened(byte_at(whole_, colour + 3)));
  }
  return true;
}

/// One bit a pixel, the highest first; rows begin on a byte.
bool CanonicalPixels::convert_bits() {
  const std::size_t row_bytes = (std::size_t{width_} + 7) / 8;
  if (received_ != row_bytes * height_) {
    return false;
  }
  const std::uint32_t set = layout_->name == "monob" ? white : 0;
  for (std::size_t y = 0; y < height_; ++y) {
    for (std::size_t x = 0; x < width_; ++x) {
      const bool bit = (byte_at(whole_, y * row_bytes + x / 8) >> (7 - x % 8) & 1U) != 0;
      const std::uint32_t sample = bit ? set : white - set;
      put(sample, sample, sample, white);
    }
  }
  return true;
}

std::optional<Digest> CanonicalPixels::finish() {
  const bool fits = layout_->bytes != 0
                        ? received_ == std::uint64_t{width_} * height_ * layout_->bytes
                    : layout_->name == "pal8" ? convert_palette()
                                              : convert_bits();
  if (!fits) {
    return std::nullopt;
  }
  flush();
  return hasher_.finish();
}

}  // namespace reshoot
