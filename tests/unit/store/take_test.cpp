// SPDX-License-Identifier: Apache-2.0
#include "store/take.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace reshoot {

TEST_CASE("take states: names go there and back") {
  std::set<std::string_view> names;
  for (const TakeState state : take_states) {
    CHECK(take_state(name_of(state)) == state);
    names.insert(name_of(state));
  }
  CHECK(names.size() == 9);
  CHECK_FALSE(take_state("shot").has_value());
  CHECK_FALSE(take_state("").has_value());
}

TEST_CASE("may_become: the whole table, row from, column to") {
  // R reserved, I intent, S submitted, U succeeded, F fetched, D in doubt, X refused, f failed, L
  // lost
  constexpr std::string_view letters = "RISUFDXfL";
  struct Row {
    char from;
    std::string_view to;
  };
  constexpr std::array<Row, 9> table{{{'R', "If"},
                                      {'I', "RSFDXf"},
                                      {'S', "UDXf"},
                                      {'U', "FL"},
                                      {'F', "L"},
                                      {'D', "SfL"},
                                      {'X', ""},
                                      {'f', ""},
                                      {'L', "F"}}};
  for (std::size_t from = 0; from < table.size(); ++from) {
    REQUIRE(table[from].from == letters[from]);
    for (std::size_t to = 0; to < letters.size(); ++to) {
      CAPTURE(letters[from]);
      CAPTURE(letters[to]);
      const bool legal = table[from].to.find(letters[to]) != std::string_view::npos;
      CHECK(may_become(take_states[from], take_states[to]) == legal);
    }
  }
}

TEST_CASE("seed_of: take 1 with the declared seed, every other by hash") {
  const Digest key = sha256("key");
  CHECK(seed_of(key, 7, 1) == 7);
  CHECK(seed_of(key, 0xffffffff, 1) == 0xffffffff);
  CHECK(seed_of(key, 7, 2) == seed_of(key, std::nullopt, 2));
  // The definition, spelled out: the last 31 bits of SHA-256("sha256:<hex>\n<number>").
  const std::string hex = sha256(key.text() + "\n12").hex();
  CHECK(seed_of(key, std::nullopt, 12) == (std::stoul(hex.substr(56), nullptr, 16) & 0x7fffffffU));
  std::set<std::uint32_t> seeds;
  for (int number = 1; number <= 1000; ++number) {
    const std::uint32_t seed = seed_of(key, std::nullopt, number);
    CHECK(seed <= 0x7fffffffU);
    seeds.insert(seed);
  }
  CHECK(seeds.size() > 990);
}

TEST_CASE("seed_of: pinned, since a change would shoot paid takes anew") {
  CHECK(seed_of(Digest{}, std::nullopt, 1) == 500669119U);
  CHECK(seed_of(Digest{}, std::nullopt, 2) == 872596601U);
}

}  // namespace reshoot
