// SPDX-License-Identifier: Apache-2.0
// A clip fits its lock where selection answers with the pinned bytes, and they can be had.

#include "plan/misfits.h"

#include <optional>

#include "plan/select.h"

namespace reshoot {
namespace {

std::optional<MisfitKind> misfit_of(const Facts& facts, const ClipQuestion& clip) {
  const LockedTake* const pin = facts.lock.find(clip.clip, clip.key);
  if (pin == nullptr) {
    return facts.lock.block(clip.clip) == nullptr ? MisfitKind::not_locked : MisfitKind::changed;
  }
  if (!facts.can_be_had(pin->blob)) {
    return MisfitKind::nowhere;
  }
  const auto choice = select_take(facts, clip);
  if (!choice || choice->blob != pin->blob) {
    return MisfitKind::set_aside;
  }
  return std::nullopt;
}

}  // namespace

std::string_view text_of(MisfitKind kind) {
  switch (kind) {
    case MisfitKind::not_locked:
      return "the lock has no take for it";
    case MisfitKind::changed:
      return "it was edited after its take was approved";
    case MisfitKind::set_aside:
      return "its approved take was rejected here, or another one was chosen";
    case MisfitKind::nowhere:
      return "the bytes of its approved take are neither here nor in the remote";
  }
  return {};
}

std::vector<Misfit> find_misfits(const Graph& graph, const Campaign& campaign,
                                 const std::vector<bool>& wanted, const Facts& facts) {
  std::vector<Misfit> misfits;
  for (StepIndex i = 0; i < graph.steps.size(); ++i) {
    const auto* clip = std::get_if<GenerateStep>(&graph.steps[i].what);
    if (clip == nullptr || !wanted[i]) {
      continue;
    }
    if (const auto kind = misfit_of(facts, question_of(campaign, *clip))) {
      misfits.push_back({i, *kind});
    }
  }
  return misfits;
}

}  // namespace reshoot
