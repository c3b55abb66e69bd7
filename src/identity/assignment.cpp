// SPDX-License-Identifier: Apache-2.0
#include "identity/assignment.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace reshoot {

namespace {

constexpr std::size_t nobody = 0;  ///< rows and columns count from 1 here

/// Adds row after row to a cheapest matching, along a path that costs least; potentials keep all
/// reduced costs at or above 0. Not more rows than columns.
class Matching {
 public:
  explicit Matching(const Gains& gains)
      : gains_(gains),
        row_potential_(gains.rows + 1),
        column_potential_(gains.columns + 1),
        row_of_(gains.columns + 1, nobody) {
    for (std::size_t row = 1; row <= gains.rows; ++row) {
      add(row);
    }
  }

  /// 0: the column is free.
  [[nodiscard]] std::size_t row_of(std::size_t column) const { return row_of_[column]; }

 private:
  [[nodiscard]] double cost(std::size_t row, std::size_t column) const {
    const double gain = gains_.at(row - 1, column - 1);
    return -std::max(gain, 0.0) - row_potential_[row] - column_potential_[column];
  }

  void add(std::size_t row) {
    constexpr double far = std::numeric_limits<double>::infinity();
    std::vector<double> least(row_of_.size(), far);
    std::vector<std::size_t> before(row_of_.size(), 0);
    std::vector<bool> used(row_of_.size(), false);
    row_of_[0] = row;
    std::size_t column = 0;
    while (row_of_[column] != nobody) {
      used[column] = true;
      std::size_t next = 0;
      for (std::size_t c = 1; c < row_of_.size(); ++c) {
        if (used[c]) {
          continue;
        }
        if (const double reduced = cost(row_of_[column], c); reduced < least[c]) {
          least[c] = reduced;
          before[c] = column;
        }
        next = next == 0 || least[c] < least[next] ? c : next;
      }
      shift(used, least, least[next]);
      column = next;
    }
    for (; column != 0; column = before[column]) {
      row_of_[column] = row_of_[before[column]];
    }
  }

  void shift(const std::vector<bool>& used, std::vector<double>& least, double by) {
    for (std::size_t c = 0; c < used.size(); ++c) {
      if (used[c]) {
        row_potential_[row_of_[c]] += by;
        column_potential_[c] -= by;
      } else {
        least[c] -= by;
      }
    }
  }

  const Gains& gains_;
  std::vector<double> row_potential_, column_potential_;
  std::vector<std::size_t> row_of_;  ///< of each column; the first one is the row being added
};

Gains turned(const Gains& gains) {
  Gains turned{gains.columns, gains.rows, std::vector<float>(gains.values.size())};
  for (std::size_t row = 0; row < gains.rows; ++row) {
    for (std::size_t column = 0; column < gains.columns; ++column) {
      turned.values[column * gains.rows + row] = gains.at(row, column);
    }
  }
  return turned;
}

}  // namespace

std::vector<std::optional<std::uint32_t>> best_assignment(const Gains& gains) {
  CHECK(gains.values.size() == gains.rows * gains.columns);
  const bool wide = gains.rows <= gains.columns;
  const Gains other = wide ? Gains{} : turned(gains);
  const Matching matching(wide ? gains : other);
  std::vector<std::optional<std::uint32_t>> columns(gains.rows);
  for (std::size_t c = 1; c <= std::max(gains.rows, gains.columns); ++c) {
    if (matching.row_of(c) == nobody) {
      continue;
    }
    const std::size_t row = wide ? matching.row_of(c) - 1 : c - 1;
    const std::size_t column = wide ? c - 1 : matching.row_of(c) - 1;
    if (gains.at(row, column) > 0) {
      columns[row] = static_cast<std::uint32_t>(column);
    }
  }
  return columns;
}

}  // namespace reshoot
