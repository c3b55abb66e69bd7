// SPDX-License-Identifier: Apache-2.0
// Two caps; the lower one wins, and the message says which it was.

#include "plan/budget.h"

#include <fmt/format.h>

namespace reshoot {

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
  const Money used = so_far.spent + so_far.reserved + so_far.in_doubt;
  if (budget.max_cost && used + spending.wanted > *budget.max_cost) {
    return fail(ErrorKind::refused_budget,
                fmt::format("this run would cost {}; {} of the campaign's {} are used already",
                            spending.wanted.text(), used.text(), budget.max_cost->text()),
                "nothing was shot; name fewer targets, or raise 'budget: max_cost'");
  }
  return {};
}

}  // namespace reshoot
