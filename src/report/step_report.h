// SPDX-License-Identifier: Apache-2.0
#pragma once
// One step of a plan as it is reported: its decision, its price and why. Holds no pointers into the
// graph.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/source.h"
#include "base/units.h"
#include "graph/explain.h"
#include "graph/step.h"
#include "plan/plan.h"
#include "report/styled_text.h"

namespace reshoot {

/// A Reason with its place in words.
struct ReportedReason {
  std::string field, was, now;
  std::string at;  ///< `campaigns/acme/campaign.yaml:24:5`; empty where no file holds the field
};

std::vector<ReportedReason> reported(const std::vector<Reason>& reasons, const SourceMap& sources);
nlohmann::ordered_json to_json(const ReportedReason& reason);

/// A Hold with its place in words.
struct ReportedHold {
  std::string why, help;
  std::string at;  ///< as in ReportedReason
  /// What to do, and where: `campaigns/acme/campaign.yaml:5:3: add ...`
  [[nodiscard]] std::string todo() const { return at.empty() ? help : at + ": " + help; }
  friend bool operator==(const ReportedHold&, const ReportedHold&) = default;
};

struct StepReport {
  std::string id;
  StepKind kind = StepKind::generate;
  DecisionKind decision = DecisionKind::run;
  std::optional<Digest> key;      ///< nullopt: not known before its inputs are made
  std::string model;              ///< generate only
  std::optional<Money> cost;      ///< of running it; zero for what does not run; nullopt: not known
  int expected_seconds = 0;       ///< zero for what does not run
  std::uint64_t fetch_bytes = 0;  ///< to be copied from the remote
  std::vector<ReportedReason> reasons;
  std::vector<ReportedHold> holds;  ///< held only

  /// The id without its kind: `welcome`, `launch/welcome`.
  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] bool runs() const {
    return decision == DecisionKind::run || decision == DecisionKind::maybe;
  }
};

/// The step of one decision.
StepReport make_step_report(const Graph& graph, const Decision& decision,
                            const std::vector<Reason>& reasons, const SourceMap& sources);

nlohmann::ordered_json to_json(const StepReport& step);

Paint paint_of(DecisionKind decision);

/// A value of a key field as people read it: digests by their first digits, prose in quotes.
std::string shown_value(std::string_view field, std::string_view value);

/// One field's change: `says[0]: "Hello" -> "Hi there"`, fitted to `cells` (0: not at all) such
/// that what changed is seen.
StyledText field_line(const ReportedReason& reason, std::size_t cells);

/// `says[0]: "Hello" -> "Hi there"`, fitted to `cells` (0: not at all) such that what changed is
/// seen. Says `and 2 more` where there are more reasons.
StyledText reason_line(const StepReport& step, std::size_t cells);

}  // namespace reshoot
