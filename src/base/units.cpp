// SPDX-License-Identifier: Apache-2.0
// Strict readers and printers of units. Decimal text becomes integers without a float between.

#include "base/units.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

namespace reshoot {
namespace {

/// A whole number of digits only, without a leading zero, at most `max`.
std::optional<std::int64_t> parse_whole(std::string_view text, std::int64_t max) {
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || !digits || (text.size() > 1 && text.front() == '0')) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && value <= max ? std::optional(value) : std::nullopt;
}

constexpr std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) {
    power *= 10;
  }
  return power;
}

/// `12.5` in units of 10^-decimals; at most `decimals` places, at most `max` before the point.
std::optional<std::int64_t> parse_decimal(std::string_view text, int decimals, std::int64_t max) {
  const std::size_t point = text.find('.');
  const auto whole = parse_whole(text.substr(0, point), max);
  if (!whole) {
    return std::nullopt;
  }
  std::int64_t value = *whole * power_of_ten(decimals);
  if (point == std::string_view::npos) {
    return value;
  }
  const std::string_view places = text.substr(point + 1);
  if (places.empty() || places.size() > static_cast<std::size_t>(decimals)) {
    return std::nullopt;
  }
  std::int64_t unit = power_of_ten(decimals);
  for (const char c : places) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    unit /= 10;
    value += (c - '0') * unit;
  }
  return value;
}

/// The reverse of parse_decimal, for value >= 0: at least `shown` places, zeros behind them left
/// out.
std::string decimal_text(std::int64_t value, int decimals, std::size_t shown) {
  const std::int64_t one = power_of_ten(decimals);
  std::string places = fmt::format("{:0{}}", value % one, decimals);
  while (places.size() > shown && places.back() == '0') {
    places.pop_back();
  }
  return places.empty() ? fmt::format("{}", value / one)
                        : fmt::format("{}.{}", value / one, places);
}

/// Two whole numbers with a sign between them: `16:9`, `1280x720`.
std::optional<std::pair<std::int32_t, std::int32_t>> parse_pair(std::string_view text, char between,
                                                                std::int32_t max) {
  const std::size_t at = text.find(between);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const auto first = parse_whole(text.substr(0, at), max);
  const auto second = parse_whole(text.substr(at + 1), max);
  if (!first || !second || *first == 0 || *second == 0) {
    return std::nullopt;
  }
  return std::pair(static_cast<std::int32_t>(*first), static_cast<std::int32_t>(*second));
}

/// `text` without `unit` behind it; nullopt where it has another or none.
std::optional<std::string_view> before_unit(std::string_view text, std::string_view unit) {
  if (!text.ends_with(unit)) {
    return std::nullopt;
  }
  return text.substr(0, text.size() - unit.size());
}

constexpr std::int32_t longest_side = 8192;

}  // namespace

std::string Rate::text() const {
  const std::int64_t thousandths = (std::int64_t{num} * 1000 + den / 2) / den;
  return decimal_text(thousandths, 3, 0);
}

std::string Rate::fraction() const {
  return fmt::format("{}/{}", num, den);
}

std::optional<Rate> Rate::parse(std::string_view text) {
  struct Named {
    std::string_view text;
    Rate rate;
  };
  static constexpr std::array named{Named{"23.976", {24000, 1001}}, Named{"29.97", {30000, 1001}},
                                    Named{"59.94", {60000, 1001}}};
  for (const Named& row : named) {
    if (row.text == text) {
      return row.rate;
    }
  }
  constexpr std::int64_t fastest = 240;
  const auto whole = parse_whole(text, fastest);
  return whole && *whole > 0 ? std::optional(Rate{static_cast<std::int32_t>(*whole), 1})
                             : std::nullopt;
}

std::string Length::text() const {
  return decimal_text(millis, 3, 0);
}

std::int64_t Length::frames(Rate rate) const {
  const std::int64_t per_frame = std::int64_t{1000} * rate.den;
  return std::max<std::int64_t>(1, (millis * rate.num + per_frame / 2) / per_frame);
}

std::optional<Length> Length::parse(std::string_view text) {
  constexpr std::int64_t longest = 1'000'000;  // seconds: eleven days
  const auto value = parse_decimal(text, 3, longest);
  return value ? std::optional(Length{*value}) : std::nullopt;
}

std::string Size::text() const {
  return fmt::format("{}x{}", width, height);
}

std::optional<Size> Size::parse(std::string_view text) {
  const auto pair = parse_pair(text, 'x', longest_side);
  return pair ? std::optional(Size{pair->first, pair->second}) : std::nullopt;
}

std::string Ratio::text() const {
  return fmt::format("{}:{}", width, height);
}

std::optional<Ratio> Ratio::parse(std::string_view text) {
  const auto pair = parse_pair(text, ':', longest_side);
  if (!pair) {
    return std::nullopt;
  }
  const std::int32_t common = std::gcd(pair->first, pair->second);
  return Ratio{pair->first / common, pair->second / common};
}

Size size_of(std::int32_t lines, Ratio ratio) {
  const std::int64_t longer = std::max(ratio.width, ratio.height);
  const std::int64_t shorter = std::min(ratio.width, ratio.height);
  const std::int32_t low = lines + (lines & 1);
  const auto high = static_cast<std::int32_t>((lines * longer + shorter) / (2 * shorter) * 2);
  return ratio.width >= ratio.height ? Size{high, low} : Size{low, high};
}

std::string Money::text() const {
  const bool debt = micros < 0;
  return fmt::format("{}${}", debt ? "-" : "", decimal_text(debt ? -micros : micros, 6, 2));
}

std::optional<Money> Money::parse(std::string_view text) {
  constexpr std::int64_t most = 1'000'000'000;  // dollars
  const auto amount = before_unit(text, " USD");
  const auto value = amount ? parse_decimal(*amount, 6, most) : std::nullopt;
  return value ? std::optional(Money{*value}) : std::nullopt;
}

std::string Loudness::text() const {
  const bool below = centi_lufs < 0;
  return fmt::format("{}{} LUFS", below ? "-" : "",
                     decimal_text(below ? -centi_lufs : centi_lufs, 2, 0));
}

std::optional<Loudness> Loudness::parse(std::string_view text) {
  constexpr std::int64_t quietest = 7000;
  auto amount = before_unit(text, " LUFS");
  if (!amount || amount->empty()) {
    return std::nullopt;
  }
  const bool below = amount->front() == '-';
  const auto value = parse_decimal(amount->substr(below ? 1 : 0), 2, quietest);
  if (!value || *value > quietest || (!below && *value != 0)) {
    return std::nullopt;
  }
  return Loudness{static_cast<std::int32_t>(-*value)};
}

}  // namespace reshoot
