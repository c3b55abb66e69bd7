// SPDX-License-Identifier: Apache-2.0
// Compares the key text of the last build with the key's fields now.

#include "plan/reasons.h"

#include "graph/key.h"
#include "plan/cast_reasons.h"

namespace reshoot {
namespace {

std::vector<std::string> cast_names(const Campaign& campaign, const GenerateStep& step) {
  std::vector<std::string> names;
  for (const CastMember& member : campaign.scenes[step.scene].cast) {
    names.push_back(campaign.characters[member.character].name);
  }
  return names;
}

bool inputs_made(const Step& step, const std::vector<std::optional<Made>>& made) {
  for (const StepIndex input : step.inputs) {
    if (!made[input]) {
      return false;
    }
  }
  return true;
}

/// A field that is gone is written nowhere: its step is the nearest place.
void place_removed(const Step& step, std::vector<Reason>& reasons) {
  for (Reason& reason : reasons) {
    if (reason.now.empty() && reason.at.is_none()) {
      reason.at = step.at;
    }
  }
}

}  // namespace

std::vector<Reason> reasons_of(const Graph& graph, const Campaign& campaign,
                               const Decision& decision,
                               const std::vector<std::optional<Made>>& made,
                               const std::optional<std::string>& last_text) {
  const Step& step = graph.steps[decision.step];
  if (decision.cause == RunCause::retake) {
    return {{"retake", {}, "asked for", step.at}};
  }
  if (decision.kind == DecisionKind::resume || decision.kind == DecisionKind::in_doubt) {
    return {{"job", {}, "sent", step.at}};
  }
  if (decision.fetch) {
    return {{"bytes", decision.fetch->here ? "not in the ledger" : "not here",
             decision.fetch->here ? "here" : "in the remote", step.at}};
  }
  if (decision.kind == DecisionKind::check) {
    return {{"verdict", {}, "not measured yet", step.at}};
  }
  if (decision.cause == RunCause::another) {
    return {{"verdict", "fell short", "another take", step.at}};
  }
  if (decision.cause == RunCause::remake || decision.kind == DecisionKind::lost) {
    return {{"bytes", "in the store", "missing", step.at}};
  }
  if (!inputs_made(step, made)) {
    return {{"inputs", {}, {}, step.at}};
  }
  if (!last_text) {
    return {{"new", {}, {}, step.at}};
  }
  const Result<std::vector<KeyField>> was = parse_key_text(*last_text);
  if (!was) {
    return {{"new", {}, {}, step.at}};
  }
  KeyFields now;
  describe(graph, step, made, now);
  std::vector<Reason> reasons = differences(*was, now.fields());
  if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
    name_cast(*was, now.fields(), cast_names(campaign, *generate), reasons);
  }
  place_removed(step, reasons);
  return reasons;
}

}  // namespace reshoot
