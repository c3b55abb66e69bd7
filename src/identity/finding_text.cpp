// SPDX-License-Identifier: Apache-2.0
#include "identity/finding_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace reshoot {

std::string number_beside(float value, float other) {
  std::string text = fmt::format("{:.2f}", value);
  if (value != other && text == fmt::format("{:.2f}", other)) {
    text = fmt::format("{:.3f}", value);
  }
  return text;
}

std::string percent(float share) {
  long hundredths = std::lround(share * 100);
  if (share > 0 && share < 1) {
    hundredths = std::clamp(hundredths, 1L, 99L);
  }
  return fmt::format("{} %", hundredths);
}

std::string seconds_text(double seconds) {
  return fmt::format("{:.1f} s", seconds);
}

std::string counted(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace reshoot
