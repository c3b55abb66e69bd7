// SPDX-License-Identifier: Apache-2.0
// What a plan comes to: names of its decisions, and how many there are of each.

#include "plan/plan.h"

namespace reshoot {

std::string_view name_of(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::hit:
      return "hit";
    case DecisionKind::resume:
      return "resume";
    case DecisionKind::in_doubt:
      return "in_doubt";
    case DecisionKind::fetch:
      return "fetch";
    case DecisionKind::check:
      return "check";
    case DecisionKind::run:
      return "run";
    case DecisionKind::maybe:
      return "maybe";
    case DecisionKind::lost:
      return "lost";
    case DecisionKind::held:
      return "held";
    case DecisionKind::blocked:
      return "blocked";
  }
  return "unknown";
}

bool needs_person(DecisionKind kind) {
  return kind == DecisionKind::in_doubt || kind == DecisionKind::lost || kind == DecisionKind::held;
}

int Plan::count(DecisionKind kind) const {
  int sum = 0;
  for (const auto& [step_kind, counts] : totals) {
    sum += counts[kind];
  }
  return sum;
}

int Plan::count_stuck() const {
  return count(DecisionKind::in_doubt) + count(DecisionKind::lost) + count(DecisionKind::held);
}

bool Plan::has_work() const {
  return count(DecisionKind::run) + count(DecisionKind::maybe) + count(DecisionKind::resume) +
             count(DecisionKind::fetch) + count(DecisionKind::check) >
         0;
}

}  // namespace reshoot
