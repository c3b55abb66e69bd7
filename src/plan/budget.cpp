// SPDX-License-Identifier: Apache-2.0
// Two caps; the lower one wins, and the message says which it was.

#include "plan/budget.h"

#include <fmt/format.h>

namespace reshoot {

Result<void> check_budget(Money wanted, const MoneyTotals& so_far, const Budget& budget,
                          std::optional<Money> run_cap) {
  if (wanted.micros == 0) {
    return {};
  }
  if (run_cap && wanted > *run_cap) {
    return fail(ErrorKind::refused_budget,
                fmt::format("this run would cost {}, and --max-cost allows {}", wanted.text(),
                            run_cap->text()),
                "nothing was shot; name fewer targets, or raise --max-cost");
  }
  const Money used = so_far.spent + so_far.reserved + so_far.in_doubt;
  if (budget.max_cost && used + wanted > *budget.max_cost) {
    return fail(ErrorKind::refused_budget,
                fmt::format("this run would cost {}; {} of the campaign's {} are used already",
                            wanted.text(), used.text(), budget.max_cost->text()),
                "nothing was shot; name fewer targets, or raise 'budget: max_cost'");
  }
  return {};
}

}  // namespace reshoot
