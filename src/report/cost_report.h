// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where the money is: spent, set aside, in doubt, come back; in rows by what people ask for. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "campaign/model.h"
#include "graph/step.h"
#include "report/styled_text.h"
#include "store/take.h"

namespace reshoot {

enum class CostBy : std::uint8_t { campaign, scene, character, model, month };
std::string_view name_of(CostBy by);
std::optional<CostBy> cost_by(std::string_view name);

struct CostSums {
  Money spent;      ///< settled
  Money estimated;  ///< the part of it for which no figure was reported
  Money set_aside;  ///< for takes that are on their way
  Money in_doubt;
  Money came_back;   ///< had been set aside for takes that were refused or failed
  Money elsewhere;   ///< paid from another ledger, for takes that were adopted here
  int paid = 0;      ///< takes that were paid for here
  int unpriced = 0;  ///< of those: at a price that nobody knows
  int doubtful = 0, refused = 0, failed = 0;  ///< takes
};

enum class CostRowKind : std::uint8_t {
  named,
  nobody,   ///< by character: scenes without a cast
  earlier,  ///< by scene and character: clip keys that no clip has now
};
struct CostRow {
  CostRowKind kind = CostRowKind::named;
  std::string name;  ///< empty where it is not `named`
  CostSums sums;
};

/// What there is to count. Only takes that money was moved for are in a report.
struct CostFacts {
  std::vector<Take> takes;       ///< of the campaigns that are asked about
  const Graph* graph = nullptr;  ///< by scene and character; these two may be missing else
  const Campaign* campaign = nullptr;
  std::optional<Money> max_cost;  ///< of the campaign, where one is asked about
};

struct CostReport {
  CostBy by = CostBy::campaign;
  /// By scene and character in the campaign's order, else by name. A take of several characters is
  /// split evenly among them, and counted with each.
  std::vector<CostRow> rows;
  CostSums total;
  std::optional<Money> max_cost;
};
CostReport make_cost_report(CostBy by, const CostFacts& facts);

std::string cost_text(const CostReport& report, const TextStyle& style);
std::string cost_json(const CostReport& report);

}  // namespace reshoot
