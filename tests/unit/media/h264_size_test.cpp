// SPDX-License-Identifier: Apache-2.0
#include "media/h264_size.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "media_files.h"

namespace reshoot {
namespace {

/// Writes what a parameter set is made of.
class Bits {
 public:
  Bits& put(unsigned value, unsigned count) {
    for (unsigned i = count; i-- > 0;) {
      text_ += (value >> i & 1U) != 0 ? '1' : '0';
    }
    return *this;
  }
  Bits& golomb(unsigned value) {
    unsigned length = 0;
    while ((value + 1) >> (length + 1) != 0) {
      ++length;
    }
    return put(0, length).put(value + 1, length + 1);
  }
  /// With the bit that ends a unit, as whole bytes.
  [[nodiscard]] std::string bytes() const {
    std::string bits = text_ + '1';
    bits.resize((bits.size() + 7) / 8 * 8, '0');
    std::string out;
    for (std::size_t i = 0; i < bits.size(); i += 8) {
      out += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
    }
    return out;
  }

 private:
  std::string text_;
};

/// A parameter set of the high profile, up to its size.
Bits high(unsigned colours = 1, unsigned own_lists = 0, unsigned order = 0) {
  Bits bits;
  bits.put(100, 8).put(0, 8).put(31, 8).golomb(0);
  bits.golomb(colours).golomb(0).golomb(0).put(0, 1).put(own_lists, 1);
  return bits.golomb(0).golomb(order).golomb(4).golomb(3).put(0, 1);
}

/// 1280x720, nothing cut off.
Bits with_size(Bits bits, unsigned progressive = 1) {
  return bits.golomb(79).golomb(44).put(progressive, 1).put(1, 1).put(0, 1);
}

std::string configuration(const std::string& set, unsigned sets = 1, char kind = '\x67') {
  const std::string unit = kind + set;
  return std::string("\x01\x64\x00\x1f\xff", 5) + static_cast<char>(0xe0U | sets) +
         test::big16(static_cast<unsigned>(unit.size())) + unit;
}

}  // namespace

TEST_CASE("h264_size: whole blocks less what is cut off, where pixels are square") {
  const std::string hd = with_size(high()).put(0, 1).bytes();
  struct Row {
    std::string what, bytes;
    std::optional<Size> size;
  };
  const Size usual{1280, 720};
  const std::vector<Row> rows{
      {"high", configuration(hd), usual},
      {"nothing said of the shape", configuration(with_size(high()).put(1, 1).put(0, 1).bytes()),
       usual},
      {"square", configuration(with_size(high()).put(3, 2).put(1, 8).bytes()), usual},
      {"wide", configuration(with_size(high()).put(3, 2).put(14, 8).bytes()), std::nullopt},
      {"own, square",
       configuration(with_size(high()).put(3, 2).put(255, 8).put(7, 16).put(7, 16).bytes()), usual},
      {"own, wide",
       configuration(with_size(high()).put(3, 2).put(255, 8).put(8, 16).put(7, 16).bytes()),
       std::nullopt},
      {"a row of blocks cut",
       configuration(high()
                         .golomb(119)
                         .golomb(67)
                         .put(7, 3)
                         .golomb(1)
                         .golomb(2)
                         .golomb(0)
                         .golomb(4)
                         .put(0, 1)
                         .bytes()),
       Size{1914, 1080}},
      {"more cut off than there is",
       configuration(high()
                         .golomb(0)
                         .golomb(0)
                         .put(7, 3)
                         .golomb(8)
                         .golomb(0)
                         .golomb(0)
                         .golomb(0)
                         .put(0, 1)
                         .bytes()),
       std::nullopt},
      {"interlaced", configuration(with_size(high(), 0).put(0, 1).bytes()), std::nullopt},
      {"4:4:4", configuration(with_size(high(3)).put(0, 1).bytes()), std::nullopt},
      {"own scaling lists", configuration(with_size(high(1, 1)).put(0, 1).bytes()), std::nullopt},
      {"listed order", configuration(with_size(high(1, 0, 1)).put(0, 1).bytes()), std::nullopt},
      {"two sets", configuration(hd, 2), std::nullopt},
      {"another unit", configuration(hd, 1, '\x68'), std::nullopt},
      {"nothing", "", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(h264_size(row.bytes) == row.size);
  }
}

TEST_CASE("h264_size: any bytes are answered") {
  const std::string whole = configuration(with_size(high()).put(3, 2).put(1, 8).bytes());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    CHECK_FALSE(h264_size(std::string_view(whole).substr(0, i)));
    for (unsigned byte = 0; byte < 256; ++byte) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(byte);
      const auto size = h264_size(damaged);
      CHECK((!size || (size->width > 0 && size->height > 0)));
    }
  }
}

}  // namespace reshoot
