// SPDX-License-Identifier: Apache-2.0
#include "drawn_face.h"

#include <array>
#include <cmath>

namespace reshoot {
namespace {

constexpr int side = 96;

using Colour = std::array<std::uint8_t, 3>;

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xffU);
  }
  return bytes;
}

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
  }
  return ~crc;
}

std::uint32_t adler32(const std::string& bytes) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % 65521U;
    b = (b + a) % 65521U;
  }
  return b << 16U | a;
}

std::string chunk(const std::string& type, const std::string& body) {
  return big_endian(static_cast<std::uint32_t>(body.size())) + type + body +
         big_endian(crc32(type + body));
}

/// zlib's format with blocks that are stored as they are.
std::string stored(const std::string& bytes) {
  std::string out = "\x78\x01";
  constexpr std::size_t longest = 65535;
  for (std::size_t at = 0; at < bytes.size(); at += longest) {
    const std::string block = bytes.substr(at, longest);
    const auto size = static_cast<std::uint32_t>(block.size());
    out += static_cast<char>(at + longest >= bytes.size() ? 1 : 0);
    for (const std::uint32_t number : {size, ~size}) {
      out += static_cast<char>(number & 0xffU);
      out += static_cast<char>(number >> 8U & 0xffU);
    }
    out += block;
  }
  return out + big_endian(adler32(bytes));
}

bool within(double x, double y, double middle_x, double middle_y, double wide, double high) {
  return std::hypot((x - middle_x) / wide, (y - middle_y) / high) <= 1;
}

Colour colour_at(double x, double y, std::uint32_t person, double smile) {
  constexpr std::array<Colour, 3> skins{{{232, 190, 160}, {150, 100, 70}, {236, 150, 60}}};
  constexpr std::array<Colour, 3> hairs{{{60, 40, 32}, {25, 22, 22}, {200, 90, 20}}};
  constexpr std::array<Colour, 3> clothes{{{40, 60, 110}, {70, 110, 90}, {90, 90, 100}}};
  const std::size_t who = person % skins.size();
  const double mouth = 66 + smile * 5 * (1 - std::pow((x - 48) / 12, 2));
  if (within(x, y, 40, 48, 2.5, 2.5) || within(x, y, 56, 48, 2.5, 2.5) ||
      (std::abs(x - 48) < 11 && std::abs(y - mouth) < 1.6)) {
    return {40, 30, 30};
  }
  if (within(x, y, 48, 53, 20, 25) && y > 36) {
    return skins.at(who);
  }
  if (within(x, y, 48, 44, 25, 28) && y < 60) {
    return hairs.at(who);
  }
  if (within(x, y, 48, 106, 38, 28)) {
    return clothes.at(who);
  }
  const auto shade = static_cast<std::uint8_t>(190 + y / 3);
  return {shade, static_cast<std::uint8_t>(shade + 6), static_cast<std::uint8_t>(shade + 12)};
}

}  // namespace

std::string drawn_face(std::uint32_t person, float smile) {
  using namespace std::string_literals;
  std::string rows;
  for (int y = 0; y < side; ++y) {
    rows += '\0';
    for (int x = 0; x < side; ++x) {
      for (const std::uint8_t part : colour_at(x, y, person, static_cast<double>(smile))) {
        rows += static_cast<char>(part);
      }
    }
  }
  const std::string head = big_endian(side) + big_endian(side) + "\x08\x02\0\0\0"s;
  return "\x89PNG\r\n\x1a\n"s + chunk("IHDR", head) + chunk("IDAT", stored(rows)) +
         chunk("IEND", "");
}

}  // namespace reshoot
