// SPDX-License-Identifier: Apache-2.0
// Compares key texts, and puts the cast's names back where the key holds numbers.

#include "plan/reasons.h"

#include "graph/key.h"

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

void name_cast(const Campaign& campaign, const Step& step, std::vector<Reason>& reasons) {
  const auto* generate = std::get_if<GenerateStep>(&step.what);
  if (generate == nullptr) {
    return;
  }
  const std::vector<std::string> names = cast_names(campaign, *generate);
  for (Reason& reason : reasons) {
    if (reason.field == "prompt") {
      reason.was = with_cast_names(reason.was, names);
      reason.now = with_cast_names(reason.now, names);
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
  name_cast(campaign, step, reasons);
  return reasons;
}

}  // namespace reshoot
