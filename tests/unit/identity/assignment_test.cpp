// SPDX-License-Identifier: Apache-2.0
#include "identity/assignment.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace reshoot {
namespace {

double sum_of(const Gains& gains, const std::vector<std::optional<std::uint32_t>>& columns) {
  double sum = 0;
  for (std::size_t row = 0; row < columns.size(); ++row) {
    sum += columns[row] ? gains.at(row, *columns[row]) : 0;
  }
  return sum;
}

/// All ways of giving rows from `row` on to columns that are free.
double best_by_trying(const Gains& gains, std::size_t row, std::vector<bool>& used) {
  if (row == gains.rows) {
    return 0;
  }
  double best = best_by_trying(gains, row + 1, used);
  for (std::size_t column = 0; column < gains.columns; ++column) {
    if (!used[column]) {
      used[column] = true;
      best = std::max(best, gains.at(row, column) + best_by_trying(gains, row + 1, used));
      used[column] = false;
    }
  }
  return best;
}

}  // namespace

TEST_CASE("best_assignment: the sum counts, not each row's favourite") {
  const auto columns = best_assignment({2, 2, {0.9F, 0.8F, 0.7F, 0.1F}});
  CHECK(columns == std::vector<std::optional<std::uint32_t>>{1, 0});
}

TEST_CASE("best_assignment: what gains nothing is not paired") {
  CHECK(best_assignment({2, 2, {0.5F, -1, -1, -0.1F}}) ==
        std::vector<std::optional<std::uint32_t>>{0, std::nullopt});
  CHECK(best_assignment({1, 1, {0}}) == std::vector<std::optional<std::uint32_t>>{std::nullopt});
  CHECK(best_assignment({3, 0, {}}).size() == 3);
  CHECK(best_assignment({0, 3, {}}).empty());
}

TEST_CASE("best_assignment: as good as trying all ways") {
  const auto seed = static_cast<std::uint32_t>(20261120);
  MESSAGE("seed " << seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> gain(-0.5F, 1);
  for (int round = 0; round < 2000; ++round) {
    Gains gains{random() % 6, random() % 6, {}};
    for (std::size_t i = 0; i < gains.rows * gains.columns; ++i) {
      gains.values.push_back(random() % 4 == 0 ? 0.25F : gain(random));
    }
    const auto columns = best_assignment(gains);
    std::vector<bool> used(gains.columns);
    CAPTURE(round);
    CHECK(sum_of(gains, columns) == doctest::Approx(best_by_trying(gains, 0, used)));
    for (std::size_t a = 0; a < columns.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        CHECK((!columns[a] || columns[a] != columns[b]));
      }
    }
  }
}

}  // namespace reshoot
