// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small campaign with its graph and a plan, put together by hand: what reports are tested on.

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "campaign/model.h"
#include "catalog/model.h"
#include "graph/explain.h"
#include "graph/step.h"
#include "plan/plan.h"
#include "report/plan_report.h"

namespace reshoot {

/// Digest whose bytes all are `byte`.
Digest digest_of(int byte);

struct Sample {
  Model paid;  ///< $0.10 a second
  Model free;  ///< local/animatic
  Campaign campaign;
  Graph graph;
  SourceMap sources;
  Plan plan;
  std::vector<std::vector<Reason>> reasons;

  Sample();
  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;

  StepIndex scene(const std::string& name, const Model& model, int seconds = 6);
  /// A video of these clips, each with a segment of its own.
  StepIndex video(const std::string& name, const std::vector<StepIndex>& clips);

  /// The next decision of the plan, about the step with this id.
  Decision& decide(std::string_view id, DecisionKind kind, std::vector<Reason> why = {});
  /// Decides the same for all steps that have no decision yet.
  void decide_rest(DecisionKind kind);
  [[nodiscard]] StepIndex step(std::string_view id) const;
  /// The place of the first occurrence of `text` in the campaign's source.
  [[nodiscard]] Span at(std::string_view text) const;
  [[nodiscard]] PlanReport report(int jobs = 4) const;
};

/// `launch` (welcome, product, demo) and `short` (welcome, outro): one spoken line of `welcome` was
/// edited, so one clip is shot again.
void edit_one_line(Sample& sample);

/// The longest line of `text` in cells.
std::size_t widest_line(std::string_view text);
bool has_trailing_space(std::string_view text);

}  // namespace reshoot
