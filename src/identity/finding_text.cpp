// SPDX-License-Identifier: Apache-2.0
#include "identity/finding_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace reshoot {

std::string number_beside(float value, float other) {
  constexpr int most_digits = 6;
  int digits = 2;
  while (digits < most_digits && value != other &&
         fmt::format("{:.{}f}", value, digits) == fmt::format("{:.{}f}", other, digits)) {
    ++digits;
  }
  const std::string text = fmt::format("{:.{}f}", value, digits);
  const bool is_zero = text.find_first_not_of("-0.") == std::string::npos;
  return is_zero && value < 0 ? text.substr(1) : text;
}

std::string percent(float share) {
  constexpr float rounding = 0.001F;  // 0.9F is a little less than 90 %
  const long whole = std::lround(std::floor(share * 100 + rounding));
  return fmt::format("{} %", share > 0 ? std::max(whole, 1L) : whole);
}

std::string seconds_text(double seconds) {
  return fmt::format("{:.1f} s", std::floor(seconds * 10) / 10);
}

std::string counted(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace reshoot
