// SPDX-License-Identifier: Apache-2.0
#pragma once
// Money caps: what a run may set aside. Pure.

#include <optional>

#include "base/result.h"
#include "base/units.h"
#include "campaign/model.h"
#include "store/ledger.h"

namespace reshoot {

/// An error of kind `refused_budget` where `wanted`, on top of what this campaign has spent,
/// reserved and in doubt, would pass `budget.max_cost`, or where `wanted` alone would pass
/// `run_cap` (`--max-cost`). Work that costs nothing always fits.
Result<void> check_budget(Money wanted, const MoneyTotals& so_far, const Budget& budget,
                          std::optional<Money> run_cap);

}  // namespace reshoot
