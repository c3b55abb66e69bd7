// SPDX-License-Identifier: Apache-2.0
#pragma once
// Time in media, money, picture sizes and rates: integers with units, never floats.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reshoot {

/// Frames per second as a fraction in lowest terms, such as 30/1 or 30000/1001.
struct Rate {
  std::int32_t num = 30;
  std::int32_t den = 1;
  friend bool operator==(const Rate&, const Rate&) = default;
  [[nodiscard]] std::string text() const;      ///< `30`, `29.97`, `30000/1001` is written `29.97`
  [[nodiscard]] std::string fraction() const;  ///< `30000/1001`, as ffmpeg takes it
  /// Reads `24`, `23.976`, `29.97`, `59.94` and whole numbers 1 to 240.
  static std::optional<Rate> parse(std::string_view text);
};

/// A length in thousandths of a second.
struct Length {
  std::int64_t millis = 0;
  friend auto operator<=>(const Length&, const Length&) = default;
  [[nodiscard]] std::string text() const;  ///< seconds: `6`, `4.5`
  /// Whole frames that this length has at `rate`, rounded to the nearest, at least 1.
  [[nodiscard]] std::int64_t frames(Rate rate) const;
  /// Reads seconds with at most three decimals: `6`, `4.5`.
  static std::optional<Length> parse(std::string_view text);
};

/// Width and height in pixels, 1 to 8192.
struct Size {
  std::int32_t width = 0;
  std::int32_t height = 0;
  friend bool operator==(const Size&, const Size&) = default;
  [[nodiscard]] std::string text() const;  ///< `1280x720`
  static std::optional<Size> parse(std::string_view text);
};

/// Width to height, such as 16:9, in lowest terms.
struct Ratio {
  std::int32_t width = 16;
  std::int32_t height = 9;
  friend bool operator==(const Ratio&, const Ratio&) = default;
  [[nodiscard]] std::string text() const;  ///< `16:9`
  static std::optional<Ratio> parse(std::string_view text);
};

/// The picture size of a resolution name at a ratio: `lines` is the length of the shorter side
/// (360, 480, 720, 1080, 2160). Both sides are even.
Size size_of(std::int32_t lines, Ratio ratio);

/// US dollars in millionths.
struct Money {
  std::int64_t micros = 0;
  friend auto operator<=>(const Money&, const Money&) = default;
  Money& operator+=(Money other) {
    micros += other.micros;
    return *this;
  }
  friend Money operator+(Money a, Money b) { return {a.micros + b.micros}; }
  friend Money operator-(Money a, Money b) { return {a.micros - b.micros}; }
  [[nodiscard]] std::string text() const;  ///< `$0.60`; more decimals where cents are not enough
  /// Reads `40 USD` and `0.5 USD`: at most six decimals, not negative.
  static std::optional<Money> parse(std::string_view text);
};

/// Loudness in hundredths of a LUFS (EBU R 128), such as -1600.
struct Loudness {
  std::int32_t centi_lufs = -1600;
  friend bool operator==(const Loudness&, const Loudness&) = default;
  [[nodiscard]] std::string text() const;  ///< `-16 LUFS`
  /// Reads `-16 LUFS`, `-16.5 LUFS`; -70 to 0.
  static std::optional<Loudness> parse(std::string_view text);
};

}  // namespace reshoot
