// SPDX-License-Identifier: Apache-2.0
#pragma once
// The assignment problem: who is given to whom so that the sum is largest (the Hungarian method).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace reshoot {

/// Gains of pairing row r with column c.
struct Gains {
  std::size_t rows = 0, columns = 0;
  std::vector<float> values;  ///< row after row; finite

  [[nodiscard]] float at(std::size_t row, std::size_t column) const {
    return values[row * columns + column];
  }
};

/// The column of each row, each column at most once, with the largest sum of gains. A pair that
/// gains nothing (0 or less) is not made. Takes rows * columns * the smaller of both.
std::vector<std::optional<std::uint32_t>> best_assignment(const Gains& gains);

}  // namespace reshoot
