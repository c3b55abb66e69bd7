// SPDX-License-Identifier: Apache-2.0
#pragma once
// Money caps: what a run may set aside. Pure.

#include <optional>

#include "base/result.h"
#include "base/units.h"
#include "campaign/model.h"
#include "plan/consent.h"
#include "store/ledger.h"

namespace reshoot {

/// What a run wants to spend.
struct Spending {
  Money wanted;
  int unknown_prices =
      0;           ///< clips whose price the catalog does not know: no cap can hold for them
  Money this_run;  ///< spent by earlier plans of the same run
  bool accepts_unknown = false;  ///< a person does without a cap on them: --accept-unknown-price
};

/// An error of kind `refused_budget` where what is wanted, on top of what this campaign has spent,
/// reserved and in doubt, would pass `budget.max_cost`; where it would pass `run_cap`
/// (`--max-cost`) on top of what this run has spent; or where there is a cap and a price is not
/// known and was not accepted. Work that costs nothing always fits.
Result<void> check_budget(const Spending& spending, const MoneyTotals& so_far, const Budget& budget,
                          std::optional<Money> run_cap);

/// What the caps leave for more than `this_run` has spent: the lower one counts. Never below zero;
/// nullopt: there is no cap.
std::optional<Money> money_left(const MoneyTotals& so_far, const Budget& budget,
                                std::optional<Money> run_cap, Money this_run);

/// Why a take in place of one that fell short is not shot. `price`: nullopt where it is not known.
Hold no_money_hold(std::optional<Money> price);

}  // namespace reshoot
