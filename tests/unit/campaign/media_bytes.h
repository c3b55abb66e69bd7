// SPDX-License-Identifier: Apache-2.0
#pragma once
// The headers of media files with the figures that a test wants; no picture or sound behind them.

#include <cstdint>
#include <string>
#include <string_view>

namespace reshoot::test {

inline std::string big(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) {
    text += i < 8 ? static_cast<char>(number >> (8 * i) & 0xffU) : '\0';
  }
  return text;
}

inline std::string little(std::uint64_t number, int bytes) {
  const std::string text = big(number, bytes);
  return {text.rbegin(), text.rend()};
}

inline std::string png(std::uint32_t width, std::uint32_t height) {
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + big(width, 4) + big(height, 4) + "\x08\2\0\0\0"s;
}

inline std::string box(std::string_view name, const std::string& body) {
  return big(body.size() + 8, 4) + std::string(name) + body;
}

/// `mvhd` or `tkhd` of version 0 with zeros where it is not looked at.
inline std::string mvhd(std::uint32_t scale, std::uint32_t ticks) {
  return box("mvhd", big(0, 12) + big(scale, 4) + big(ticks, 4) + big(0, 80));
}
inline std::string tkhd(std::uint32_t width, std::uint32_t height) {
  return box("tkhd", big(0, 76) + big(width, 2) + big(0, 2) + big(height, 2) + big(0, 2));
}

/// With its index at the end, behind a track of sound.
inline std::string mp4(std::uint32_t millis, std::uint32_t width, std::uint32_t height) {
  return box("ftyp", "isom" + big(512, 4) + "isommp42") + box("mdat", "frames") +
         box("moov",
             mvhd(1000, millis) + box("trak", tkhd(0, 0)) + box("trak", tkhd(width, height)));
}

/// `seconds` of one sample each.
inline std::string wav(std::uint32_t seconds) {
  const std::string format =
      little(1, 2) + little(1, 2) + little(1, 4) + little(1, 4) + little(1, 2) + little(8, 2);
  const std::string chunks = "WAVEfmt " + little(format.size(), 4) + format + "data" +
                             little(seconds, 4) + std::string(seconds, '\x80');
  return "RIFF" + little(chunks.size(), 4) + chunks;
}

}  // namespace reshoot::test
