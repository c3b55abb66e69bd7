// SPDX-License-Identifier: Apache-2.0
// Caps by a table.

#include "plan/budget.h"

#include <doctest/doctest.h>

#include <vector>

using namespace reshoot;

TEST_CASE("check_budget: the lower cap wins; free work always fits") {
  struct Row {
    std::int64_t wanted, spent, reserved, in_doubt;
    std::optional<Money> campaign, run;
    bool fits;
  };
  const std::vector<Row> rows{
      {5, 0, 0, 0, {}, {}, true},
      {5, 0, 0, 0, Money{5}, {}, true},
      {6, 0, 0, 0, Money{5}, {}, false},
      {2, 1, 1, 1, Money{5}, {}, true},
      {3, 1, 1, 1, Money{5}, {}, false},
      {3, 0, 0, 0, Money{5}, Money{2}, false},
      {2, 4, 0, 0, Money{5}, Money{2}, false},
      {0, 9, 0, 0, Money{5}, Money{0}, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.wanted);
    CAPTURE(row.spent);
    Budget budget;
    budget.max_cost = row.campaign;
    const MoneyTotals so_far{{row.spent}, {row.reserved}, {row.in_doubt}};
    const Result<void> result = check_budget({{row.wanted}, 0, {}}, so_far, budget, row.run);
    CHECK(result.has_value() == row.fits);
    if (!result) {
      CHECK(result.error().kind == ErrorKind::refused_budget);
    }
  }
}

TEST_CASE("check_budget: --max-cost holds for all plans of a run together") {
  CHECK(check_budget({{2}, 0, {3}}, {}, {}, Money{5}));
  CHECK_FALSE(check_budget({{3}, 0, {3}}, {}, {}, Money{5}));
}

TEST_CASE("check_budget: a price that is not known passes no cap") {
  CHECK(check_budget({{0}, 1, {}}, {}, {}, {}));
  CHECK_FALSE(check_budget({{0}, 1, {}}, {}, {}, Money{5}));
  Budget budget;
  budget.max_cost = Money{5};
  CHECK_FALSE(check_budget({{0}, 1, {}}, {}, budget, {}));
}

TEST_CASE("check_budget: accepted unknown prices stand beside the cap, known ones under it") {
  Budget budget;
  budget.max_cost = Money{5};
  CHECK(check_budget({{5}, 1, {}, true}, {}, budget, {}));
  CHECK_FALSE(check_budget({{6}, 1, {}, true}, {}, budget, {}));
  CHECK_FALSE(check_budget({{2}, 1, {}, true}, {}, budget, Money{1}));
}

TEST_CASE("money_left: the lower cap counts, less what counts against it") {
  struct Row {
    std::int64_t spent, reserved, in_doubt, this_run;
    std::optional<Money> campaign, run, expected;
  };
  const std::vector<Row> rows{
      {9, 9, 9, 9, {}, {}, {}},
      {1, 2, 3, 0, Money{10}, {}, Money{4}},
      {1, 2, 3, 0, Money{5}, {}, Money{0}},
      {1, 2, 3, 0, {}, Money{7}, Money{7}},
      {1, 2, 3, 5, {}, Money{7}, Money{2}},
      {1, 2, 3, 8, {}, Money{7}, Money{0}},
      {1, 2, 3, 5, Money{10}, Money{7}, Money{2}},
      {1, 2, 3, 1, Money{10}, Money{7}, Money{4}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.this_run);
    Budget budget;
    budget.max_cost = row.campaign;
    const MoneyTotals so_far{{row.spent}, {row.reserved}, {row.in_doubt}};
    CHECK(money_left(so_far, budget, row.run, {row.this_run}) == row.expected);
  }
}
