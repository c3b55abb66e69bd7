// SPDX-License-Identifier: Apache-2.0
// Starting a step: once more held against what is known, then handed to a worker.

#include <utility>

#include "execute/engine_run.h"

namespace reshoot {

// Starting a step.
Result<void> EngineRun::start(StepIndex index) {
  TRY(books_.refresh());
  const Step& step = graph_.steps[index];
  if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
    return start_generate(index, *generate);
  }
  if (!choices_hold(index)) {
    return plan_again(index, choices_changed);
  }
  const Digest key = key_of(graph_, step, made_);
  if (const std::optional<Made> made = find_made(books_.facts(), key)) {
    return finish(*made, step_found(index, key));
  }
  if (const auto* conform = std::get_if<ConformStep>(&step.what)) {
    return post(index, conform_job(*conform, made_, store_.blobs));
  }
  return post(index, cut_job(std::get<CutStep>(step.what), graph_, campaign_, made_, store_.blobs));
}

Result<void> EngineRun::start_generate(StepIndex index, const GenerateStep& step) {
  const Decision& decision = *decisions_.at(index);
  if (decision.same_as) {
    const std::optional<Choice> choice = books_.selected(step);
    if (!choice || choice->take == nullptr || !books_.facts().blobs.contains(choice->blob)) {
      return plan_again(index, "a take was rejected while this build ran");
    }
    const Take& take = *choice->take;
    return finish({*take.blob, take.bytes, take.frames, take.has_sound},
                  step_found(index, step.key));
  }
  if (decision.fetch) {
    const Fetch& fetch = *decision.fetch;
    const bool known = decision.take || fetch.record;
    return start_job({index, FetchJob{step.key, fetch.blob, fetch.bytes, fetch.here, known}});
  }
  if (asks_first(index, step)) {
    return start_job({index, AskJob{step.key, books_.blobs_of(step.key)}});
  }
  return shoot(index, step);
}

/// Whether the remote is asked before a take is paid for: once. Who asks for another take has
/// seen those that there are.
bool EngineRun::asks_first(StepIndex index, const GenerateStep& step) {
  const bool asks = options_.remote != nullptr && !step.model->free() &&
                    decisions_.at(index)->cause != RunCause::retake;
  return asks && asked_.insert(index).second;
}

Result<void> EngineRun::shoot(StepIndex index, const GenerateStep& step) {
  if (!step.model->local()) {
    TRY_ASSIGN(const bool may_go, is_prepared(index, step));
    return may_go ? shoot_at_providers({index}) : Result<void>();
  }
  TRY_ASSIGN(const Take take, books_.take_for(step, *decisions_.at(index)));
  takes_[index] = take;
  return post(index, generate_job(step, take.seed));
}

Result<void> EngineRun::post(StepIndex index, StepJob work) {
  for (const Digest& blob : work.blobs) {
    TRY_ASSIGN(const bool whole, blobs_.check(blob, notes_));
    if (!whole) {
      scheduler_.set_aside(index);
      return {};
    }
  }
  return start_job({index, std::move(work.job)});
}

Result<void> EngineRun::start_job(Job job) {
  ++busy_;
  if (!std::holds_alternative<AskJob>(job.what)) {  // what follows the answer is the start
    tell(StepStarted{job.step});
  }
  pool_.start(std::move(job));
  return {};
}

/// Whether the takes that a segment or a cut was planned with are still the ones to use.
bool EngineRun::choices_hold(StepIndex index) const {
  for (const StepIndex input : graph_.steps[index].inputs) {
    const auto* generate = std::get_if<GenerateStep>(&graph_.steps[input].what);
    if (generate == nullptr ? !choices_hold(input) : !choice_holds(input, *generate)) {
      return false;
    }
  }
  return true;
}

bool EngineRun::choice_holds(StepIndex index, const GenerateStep& step) const {
  const std::optional<Choice> choice = books_.selected(step);
  return choice && choice->blob == made_[index]->blob && !books_.retakes(step);
}

/// The plan no longer fits the world: this step is left to the next plan.
Result<void> EngineRun::plan_again(StepIndex index, std::string why) {
  scheduler_.set_aside(index);
  notes_.push_back(std::move(why));
  return {};
}

}  // namespace reshoot
