// SPDX-License-Identifier: Apache-2.0
// ITU-T H.264, 7.3.2.1.1 (sequence parameter set) and E.1.1 (usability information), as far as the
// shape of a pixel. Numbers are bits, most of them Exp-Golomb coded.

#include "media/h264_size.h"

#include <cstdint>
#include <string>

#include "base/bytes.h"

namespace reshoot {
namespace {

/// Reads bits from the first on. Behind the end they are 0 and ok() is false.
class Bits {
 public:
  explicit Bits(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] bool ok() const { return ok_; }

  std::uint32_t take(unsigned count) {
    std::uint32_t value = 0;
    for (; count > 0; --count) {
      value = value << 1U | bit();
    }
    return value;
  }
  bool flag() { return bit() != 0; }

  /// `ue(v)`: as many bits behind a 1 as there are zeros before it. 16 of them are enough here.
  std::uint32_t golomb() {
    constexpr unsigned most_zeros = 16;
    unsigned zeros = 0;
    while (ok_ && zeros <= most_zeros && bit() == 0) {
      ++zeros;
    }
    ok_ = ok_ && zeros <= most_zeros;
    return ok_ ? (1U << zeros) - 1 + take(zeros) : 0;
  }

 private:
  std::uint32_t bit() {
    const std::size_t byte = at_ / 8;
    if (byte >= bytes_.size()) {
      ok_ = false;
      return 0;
    }
    return byte_at(bytes_, byte) >> (7 - at_++ % 8) & 1U;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

/// Without the 3 that is put into 0 0 3, so that no start code arises.
std::string without_emulation(std::string_view bytes) {
  std::string out;
  std::size_t zeros = 0;
  for (const char byte : bytes) {
    if (zeros >= 2 && byte == '\x03') {
      zeros = 0;
      continue;
    }
    zeros = byte == '\0' ? zeros + 1 : 0;
    out += byte;
  }
  return out;
}

/// What follows the head of the only parameter set; empty: there is none, or there are several.
std::string_view parameter_set(std::string_view configuration) {
  constexpr std::size_t count_at = 5;
  constexpr std::size_t head = 8;  // up to the unit
  constexpr std::uint32_t kind = 7;
  if (configuration.size() <= head || (byte_at(configuration, count_at) & 31U) != 1) {
    return {};
  }
  const std::size_t size = big16(configuration, count_at + 1);
  const std::string_view unit = configuration.substr(head, size);
  const bool is_whole = size > 0 && unit.size() == size && (byte_at(unit, 0) & 31U) == kind;
  return is_whole ? unit.substr(1) : std::string_view();
}

/// Passes over what comes before the size; false: of a rarer kind.
bool skip_to_size(Bits& bits) {
  constexpr std::uint32_t high = 100;
  constexpr std::uint32_t high_10 = 110;
  const std::uint32_t profile = bits.take(8);
  bits.take(16);  // constraints, level
  bits.golomb();  // number of the set
  if (profile == high || profile == high_10) {
    const bool usual_colours = bits.golomb() == 1;  // 4:2:0
    bits.golomb();                                  // depth of brightness
    bits.golomb();                                  // depth of colours
    bits.flag();                                    // lossless
    if (!usual_colours || bits.flag()) {            // own scaling lists
      return false;
    }
  } else if (profile != 66 && profile != 77 && profile != 88) {  // baseline, main, extended
    return false;
  }
  bits.golomb();  // length of picture numbers
  const std::uint32_t order = bits.golomb();
  if (order == 0) {
    bits.golomb();  // length of order numbers
  }
  bits.golomb();  // reference pictures
  bits.flag();    // gaps
  return order == 0 || order == 2;
}

/// What is to be cut off a picture of whole blocks.
Size cropping(Bits& bits) {
  if (!bits.flag()) {
    return {0, 0};
  }
  constexpr std::uint32_t unit = 2;  // of 4:2:0
  const auto both_sides = [&] {
    const std::uint32_t first = bits.golomb();
    return static_cast<std::int32_t>(unit * (first + bits.golomb()));
  };
  const std::int32_t width = both_sides();
  return {width, both_sides()};
}

bool has_square_pixels(Bits& bits) {
  constexpr std::uint32_t not_said = 0;
  constexpr std::uint32_t square = 1;
  constexpr std::uint32_t own = 255;
  if (!bits.flag() || !bits.flag()) {  // no usability information, or none of the shape
    return true;
  }
  const std::uint32_t shape = bits.take(8);
  if (shape != own) {
    return shape == not_said || shape == square;
  }
  const std::uint32_t width = bits.take(16);
  return width == bits.take(16) && width > 0;
}

}  // namespace

std::optional<Size> h264_size(std::string_view configuration) {
  const std::string set = without_emulation(parameter_set(configuration));
  Bits bits(set);
  if (!skip_to_size(bits)) {
    return std::nullopt;
  }
  constexpr std::int32_t block = 16;
  const auto columns = static_cast<std::int32_t>(bits.golomb() + 1);
  const auto rows = static_cast<std::int32_t>(bits.golomb() + 1);
  const bool progressive = bits.flag();
  bits.flag();  // how motion is predicted
  const Size cut = cropping(bits);
  const Size size{columns * block - cut.width, rows * block - cut.height};
  const bool is_known = progressive && has_square_pixels(bits) && bits.ok();
  return is_known && size.width > 0 && size.height > 0 ? std::optional(size) : std::nullopt;
}

}  // namespace reshoot
