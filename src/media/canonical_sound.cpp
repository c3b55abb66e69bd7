// SPDX-License-Identifier: Apache-2.0
// Widening is exact: integers move to the top of 32 bits, floats become doubles.

#include "media/canonical_sound.h"

#include <array>
#include <bit>

#include "base/bytes.h"

namespace reshoot {
namespace {

constexpr std::array layouts{
    SampleLayout{"u8", "u8", 1, false},     SampleLayout{"s16", "s16le", 2, false},
    SampleLayout{"s32", "s32le", 4, false}, SampleLayout{"flt", "f32le", 4, true},
    SampleLayout{"dbl", "f64le", 8, true},
};

/// One sample as its canonical number. 8 bit samples have their zero in the middle.
std::uint64_t canonical(const SampleLayout& layout, std::string_view samples, std::size_t at) {
  switch (layout.bytes) {
    case 1:
      return (byte_at(samples, at) ^ 0x80U) << 24U;
    case 2:
      return little16(samples, at) << 16U;
    case 4:
      return layout.is_float
                 ? std::bit_cast<std::uint64_t>(double{std::bit_cast<float>(little32(samples, at))})
                 : little32(samples, at);
    default:
      return little64(samples, at);
  }
}

}  // namespace

const SampleLayout* sample_layout(std::string_view sample_format) {
  if (sample_format.ends_with('p')) {
    sample_format.remove_suffix(1);
  }
  for (const SampleLayout& layout : layouts) {
    if (layout.name == sample_format) {
      return &layout;
    }
  }
  return nullptr;
}

void CanonicalSound::convert(std::string_view samples) {
  const unsigned bits = layout_->is_float ? 64 : 32;
  converted_.clear();
  for (std::size_t at = 0; at < samples.size(); at += layout_->bytes) {
    const std::uint64_t sample = canonical(*layout_, samples, at);
    for (unsigned shift = bits; shift != 0;) {
      shift -= 8;
      converted_ += static_cast<char>(sample >> shift & 0xffU);
    }
  }
  hasher_.update(converted_);
  has_samples_ = true;
}

void CanonicalSound::take(std::string_view raw) {
  records_.feed(raw, [this](std::string_view samples) { convert(samples); });
}

std::optional<Digest> CanonicalSound::finish() {
  return has_samples_ && records_.left() == 0 ? std::optional(hasher_.finish()) : std::nullopt;
}

}  // namespace reshoot
