// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which of several things that should be alike do not belong to the others.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace reshoot {

/// How alike `a` and `b` are.
using Alike = std::function<float(std::size_t a, std::size_t b)>;

/// One that is less alike to others than it should be.
struct OddOne {
  std::size_t index = 0;
  std::size_t other = 0;   ///< the one that it is least alike to
  float similarity = 0;    ///< to that one
  std::size_t unlike = 0;  ///< how many of those that were not yet named it is too unlike to
};

/// The fewest that need to go, near enough, so that all that stay are alike by `least` or more. The
/// worst first; of two that differ from nobody else the later one.
std::vector<OddOne> odd_ones(std::size_t count, float least, const Alike& alike);

}  // namespace reshoot
