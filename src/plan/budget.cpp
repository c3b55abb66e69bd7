// SPDX-License-Identifier: Apache-2.0
// Two caps; the lower one wins, and the message says which it was.

#include "plan/budget.h"

#include <fmt/format.h>

#include <algorithm>

namespace reshoot {
namespace {

/// All that counts against the campaign's cap.
Money used_of(const MoneyTotals& so_far) {
  return so_far.spent + so_far.reserved + so_far.in_doubt;
}

}  // namespace

Result<void> check_budget(const Spending& spending, const MoneyTotals& so_far, const Budget& budget,
                          std::optional<Money> run_cap) {
  if (spending.unknown_prices > 0 && !spending.accepts_unknown && (run_cap || budget.max_cost)) {
    return fail(
        ErrorKind::refused_budget,
        fmt::format(
            "the catalog does not know the price of {} of the clips, and there is a cap on money",
            spending.unknown_prices),
        "nothing was shot; give the model's row a price in models/*.yaml, or shoot them beside the "
        "cap with --accept-unknown-price");
  }
  if (spending.wanted.micros == 0) {
    return {};
  }
  if (run_cap && spending.this_run + spending.wanted > *run_cap) {
    return fail(ErrorKind::refused_budget,
                fmt::format("this run would cost {}, and --max-cost allows {}",
                            (spending.this_run + spending.wanted).text(), run_cap->text()),
                "nothing more was shot; name fewer targets, or raise --max-cost");
  }
  const Money used = used_of(so_far);
  if (budget.max_cost && used + spending.wanted > *budget.max_cost) {
    return fail(ErrorKind::refused_budget,
                fmt::format("this run would cost {}; {} of the campaign's {} are used already",
                            spending.wanted.text(), used.text(), budget.max_cost->text()),
                "nothing was shot; name fewer targets, or raise 'budget: max_cost'");
  }
  return {};
}

std::optional<Money> money_left(const MoneyTotals& so_far, const Budget& budget,
                                std::optional<Money> run_cap, Money this_run) {
  std::optional<Money> left;
  const auto cap = [&](Money most, Money used) {
    const Money rest{std::max<std::int64_t>(0, most.micros - used.micros)};
    left = left ? std::min(*left, rest) : rest;
  };
  if (budget.max_cost) {
    cap(*budget.max_cost, used_of(so_far));
  }
  if (run_cap) {
    cap(*run_cap, this_run);
  }
  return left;
}

Hold no_money_hold(std::optional<Money> price) {
  if (!price) {
    return {"the catalog does not know what its next take would cost",
            "give the model's row a price in models/*.yaml, or build again with "
            "--accept-unknown-price",
            {}};
  }
  return {fmt::format("its next take would cost {}, and the budget of this run does not allow that",
                      price->text()),
          "raise 'budget: max_cost' or --max-cost, then build again",
          {}};
}

}  // namespace reshoot
