// SPDX-License-Identifier: Apache-2.0
#include "identity/odd_ones.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace reshoot {
namespace {

/// Similarities above the diagonal, row after row.
using Table = std::vector<std::vector<float>>;

std::vector<std::size_t> indices(const Table& table, float least) {
  std::vector<std::size_t> found;
  for (const OddOne& one :
       odd_ones(table.size(), least, [&](std::size_t a, std::size_t b) { return table[a][b]; })) {
    found.push_back(one.index);
  }
  return found;
}

}  // namespace

TEST_CASE("odd_ones: the one that differs from most is named, once") {
  const Table table{
      {1, .6F, .1F, .7F}, {.6F, 1, .2F, .6F}, {.1F, .2F, 1, .05F}, {.7F, .6F, .05F, 1}};
  const auto odd = odd_ones(4, 0.45F, [&](std::size_t a, std::size_t b) { return table[a][b]; });
  REQUIRE(odd.size() == 1);
  CHECK(odd[0].index == 2);
  CHECK(odd[0].other == 3);
  CHECK(odd[0].similarity == 0.05F);
  CHECK(odd[0].unlike == 3);
}

TEST_CASE("odd_ones: few") {
  CHECK(indices({}, 0.5F).empty());
  CHECK(indices({{1}}, 0.5F).empty());
  CHECK(indices({{1, .6F}, {.6F, 1}}, 0.5F).empty());
  CHECK(indices({{1, .4F}, {.4F, 1}}, 0.5F) == std::vector<std::size_t>{1});
}

TEST_CASE("odd_ones: two camps lose the smaller one") {
  Table table(5, std::vector<float>(5, 0.1F));
  for (const std::size_t a : {0U, 2U, 4U}) {
    for (const std::size_t b : {0U, 2U, 4U}) {
      table[a][b] = 0.8F;
    }
  }
  table[1][3] = table[3][1] = 0.8F;
  auto camp = indices(table, 0.5F);
  std::sort(camp.begin(), camp.end());
  CHECK(camp == std::vector<std::size_t>{1, 3});
}

TEST_CASE("odd_ones: those that stay are all alike") {
  const std::uint32_t seed = 77;
  MESSAGE("seed " << seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> similarity(-0.2F, 1);
  for (int round = 0; round < 200; ++round) {
    Table table(random() % 8, std::vector<float>(8));
    for (std::size_t a = 0; a < table.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        table[a][b] = table[b][a] = similarity(random);
      }
    }
    std::vector<bool> gone(table.size());
    for (const std::size_t index : indices(table, 0.3F)) {
      CHECK_FALSE(gone[index]);
      gone[index] = true;
    }
    for (std::size_t a = 0; a < table.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        CHECK((gone[a] || gone[b] || table[a][b] >= 0.3F));
      }
    }
  }
}

}  // namespace reshoot
