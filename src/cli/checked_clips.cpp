// SPDX-License-Identifier: Apache-2.0
#include "cli/checked_clips.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "plan/select.h"
#include "report/identity_facts.h"

namespace reshoot {
namespace {

std::vector<std::uint32_t> cast_of(const Scene& scene) {
  std::vector<std::uint32_t> cast;
  for (const CastMember& member : scene.cast) {
    cast.push_back(member.character);
  }
  return cast;
}

/// What its clip uses; else the last one that fell short.
const Take* shown_take(const std::optional<Choice>& choice, const GenerateStep& clip,
                       const Facts& facts) {
  if (choice && choice->take != nullptr) {
    return choice->take;
  }
  const auto takes = facts.takes.find(clip.key);
  if (takes == facts.takes.end()) {
    return nullptr;
  }
  const auto last = std::find_if(takes->second.rbegin(), takes->second.rend(), [](const Take& t) {
    return t.state == TakeState::fetched && t.blob && !t.rejected;
  });
  return last == takes->second.rend() ? nullptr : &*last;
}

ClipFate fate_here(const CheckedClip& clip, const Scene& scene, bool accepted) {
  if (!scene.judged()) {
    return ClipFate::ships_unjudged;
  }
  if (!clip.judgement) {
    return ClipFate::not_measured;
  }
  if (clip.judgement->verdict == Verdict::pass) {
    return ClipFate::ships;
  }
  return clip.judgement->ships && !accepted ? ClipFate::ships_by_policy : ClipFate::ships_by_person;
}

void put_fate(const Decision& decision, const Scene& scene, bool accepted, CheckedClip& clip) {
  switch (decision.kind) {
    case DecisionKind::hit:
    case DecisionKind::maybe:
      clip.fate = clip.take.empty() ? ClipFate::no_take : fate_here(clip, scene, accepted);
      break;
    case DecisionKind::check:
      clip.fate = ClipFate::not_measured;
      break;
    case DecisionKind::held:
    case DecisionKind::in_doubt:
    case DecisionKind::lost:
    case DecisionKind::blocked:
      clip.fate = ClipFate::held;
      clip.why = decision.holds.empty() ? "" : decision.holds.front().why;
      break;
    case DecisionKind::run:
      clip.fate = decision.cause == RunCause::another ? ClipFate::will_retake : ClipFate::no_take;
      break;
    case DecisionKind::resume:
    case DecisionKind::fetch:
      clip.fate = ClipFate::no_take;
      break;
  }
}

/// Why it ships although it falls short. `accepted`: what a person said; nullptr: nobody did.
void put_reason(const std::string* accepted, CheckedClip& clip) {
  if (clip.fate == ClipFate::ships_by_policy) {
    clip.why = fmt::format("its policy says '{}'", tolerance_words(*clip.judgement));
  } else if (clip.fate == ClipFate::ships_by_person) {
    clip.why = accepted != nullptr ? fmt::format("a person let it ship: {}", printable(*accepted))
                                   : "the lock pins it, and only what is locked is built";
  }
}

}  // namespace

Result<CheckedClip> checked_take(const GenerateStep& step, const Campaign& campaign,
                                 const Take& take, const Facts& facts, const Ledger& ledger) {
  const Scene& scene = campaign.scenes[step.scene];
  CheckedClip clip;
  clip.clip = scene.name;
  clip.at = scene.at;
  clip.cast = cast_of(scene);
  clip.model = step.model->id();
  clip.take = take.uuid;
  clip.number = take.number;
  clip.blob = take.blob;
  const auto judged =
      take.blob ? facts.gate.judged.find({scene.name, *take.blob}) : facts.gate.judged.end();
  if (judged == facts.gate.judged.end()) {
    return clip;
  }
  TRY_ASSIGN(const std::optional<std::string> body, ledger.comparison(judged->second.comparison));
  if (body) {
    Result<Comparison> comparison = comparison_from(*body);
    if (!comparison) {  // it is made again by the next build
      return clip;
    }
    clip.comparison = *std::move(comparison);
  }
  clip.judgement = judged->second.judgement;
  return clip;
}

Result<std::vector<CheckedClip>> checked_clips(const Graph& graph, const Campaign& campaign,
                                               const Plan& plan, const Facts& facts,
                                               const Ledger& ledger) {
  std::vector<CheckedClip> clips;
  for (const Decision& decision : plan.decisions) {
    const auto* step = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    if (step == nullptr) {
      continue;
    }
    const Scene& scene = campaign.scenes[step->scene];
    CheckedClip clip;
    const std::optional<Choice> choice = select_take(facts, question_of(campaign, *step));
    if (const Take* const take = shown_take(choice, *step, facts)) {
      TRY_ASSIGN(clip, checked_take(*step, campaign, *take, facts, ledger));
      clip.takes = static_cast<int>(facts.takes.at(step->key).size());
    } else {
      clip.clip = scene.name;
      clip.at = scene.at;
      clip.cast = cast_of(scene);
      clip.model = step->model->id();
    }
    clip.judged = scene.judged();
    const std::string* const accepted = choice ? choice->accepted : nullptr;
    put_fate(decision, scene, accepted != nullptr, clip);
    put_reason(accepted, clip);
    clips.push_back(std::move(clip));
  }
  return clips;
}

VerdictCounts counts_of(const std::vector<CheckedClip>& clips, Wall now) {
  VerdictCounts counts;
  counts.when = now;
  for (const CheckedClip& clip : clips) {
    if (clip.judgement) {
      const Verdict verdict = clip.judgement->verdict;
      counts.passed += verdict == Verdict::pass ? 1 : 0;
      counts.unsure += verdict == Verdict::unsure ? 1 : 0;
      counts.failed += verdict == Verdict::fail ? 1 : 0;
      counts.na += verdict == Verdict::na ? 1 : 0;
    }
  }
  return counts;
}

}  // namespace reshoot
