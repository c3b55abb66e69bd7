// SPDX-License-Identifier: Apache-2.0
#pragma once
// A day as people write it. Knows no time of day and no time zones.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace reshoot {

/// A day of the Gregorian calendar.
struct Date {
  std::int32_t year = 1970;
  std::uint32_t month = 1;
  std::uint32_t day = 1;
  friend auto operator<=>(const Date&, const Date&) = default;
  [[nodiscard]] std::string text() const;  ///< `2027-03-31`
  /// Reads `2027-03-31`, days that exist only; years 1000 to 9999.
  static std::optional<Date> parse(std::string_view text);
  /// The day in UTC.
  static Date of(Wall time);
};

}  // namespace reshoot
