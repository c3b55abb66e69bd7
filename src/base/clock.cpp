// SPDX-License-Identifier: Apache-2.0
// The machine's clocks.

#include "base/clock.h"

#include <array>
#include <ctime>

namespace reshoot {

std::string Wall::iso() const {
  constexpr std::int64_t ns_per_second = 1'000'000'000;
  const auto seconds = static_cast<std::time_t>(ns / ns_per_second);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

Steady SystemClock::now() const {
  return std::chrono::steady_clock::now();
}

Wall SystemClock::wall() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
}

}  // namespace reshoot
