// SPDX-License-Identifier: Apache-2.0
// UUID version 4 by getrandom(2).

#include "store/uuid.h"

#include <sys/random.h>

#include <array>
#include <cstdint>

#include "base/check.h"

namespace reshoot {

std::string new_uuid() {
  std::array<std::uint8_t, 16> raw{};
  // So few bytes come whole or not at all once the kernel's pool is ready.
  CHECK(::getrandom(raw.data(), raw.size(), 0) == static_cast<ssize_t>(raw.size()));
  raw[6] = static_cast<std::uint8_t>((raw[6] & 0x0fU) | 0x40U);  // version 4
  raw[8] = static_cast<std::uint8_t>((raw[8] & 0x3fU) | 0x80U);  // variant of RFC 9562
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      out.push_back('-');
    }
    out.push_back(digits[raw[i] >> 4U]);
    out.push_back(digits[raw[i] & 15U]);
  }
  return out;
}

}  // namespace reshoot
