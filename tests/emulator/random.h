// SPDX-License-Identifier: Apache-2.0
#pragma once
// Chance that depends on nothing but a seed and what is asked: the same run, the same faults.

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace reshoot::emulator {

/// SplitMix64's mixing step.
constexpr std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}
constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  return mixed(mixed(a) ^ b);
}

/// From 0 (included) to 1 (not included).
constexpr double chance(std::uint64_t bits) {
  return static_cast<double>(bits >> 11U) / 9007199254740992.0;  // 2^53
}

/// Ids that look like UUIDs and repeat with their seed.
class Ids {
 public:
  explicit Ids(std::uint64_t seed) : seed_(mixed(seed)) {}
  std::string next() {
    const std::uint64_t a = mixed(seed_, ++count_);
    const std::uint64_t b = mixed(a);
    return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", a >> 32U, (a >> 16U) & 0xffffU,
                       a & 0xfffU, b >> 52U, b & 0xffffffffffffU);
  }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

}  // namespace reshoot::emulator
