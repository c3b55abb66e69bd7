// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why steps are as they are: each field that differs from the last build, in full.

#include <optional>
#include <string>
#include <vector>

#include "report/plan_report.h"
#include "report/step_report.h"
#include "report/styled_text.h"
#include "store/ledger.h"

namespace reshoot {

struct WhyReport {
  std::string campaign;
  std::optional<BuildRow> last_build;  ///< of this campaign
  std::vector<StepReport> steps;       ///< in graph order
};

/// The steps of a plan that was made for the targets in question.
WhyReport make_why_report(PlanReport plan, std::optional<BuildRow> last_build);

/// Leaves only the steps that differ from their last build.
void leave_out_hits(WhyReport& report);

/// Values are wrapped at the width; words that changed stand out where colour is on. At most 40
/// steps.
std::string why_text(const WhyReport& report, const TextStyle& style);
std::string why_json(const WhyReport& report);

}  // namespace reshoot
