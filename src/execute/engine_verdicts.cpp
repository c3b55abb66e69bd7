// SPDX-License-Identifier: Apache-2.0
// Takes that must be judged before they ship: measured by a worker, judged here, and where they
// fall short made once more or left to a person.

#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "execute/engine_run.h"
#include "plan/budget.h"

namespace reshoot {
namespace {

/// What a person should know of a take that ships.
void add_warnings(const Judgement* judgement, StepFinished& event) {
  if (judgement != nullptr) {
    for (const IdentityFinding& finding : judgement->findings) {
      event.warnings.push_back(finding.text);
    }
  }
}

}  // namespace

/// A take's bytes are here, and nothing of it can be lost any more.
Result<void> EngineRun::admit(const Made& made, StepFinished event) {
  const auto& step = std::get<GenerateStep>(graph_.steps[event.step].what);
  switch (standing_of(event.step, step, made.blob)) {
    case Standing::ships:
      add_warnings(books_.facts().gate.judgement(campaign_.scenes[step.scene], made.blob), event);
      return complete(made, std::move(event));
    case Standing::unjudged:
      return check(made, std::move(event));
    case Standing::falls_short:
      return on_short(made, std::move(event));
  }
  return {};
}

/// What the lock has chosen, and the build only brings here, ships as it is where nobody can be
/// recognised, or where nothing but the lock counts.
Standing EngineRun::standing_of(StepIndex index, const GenerateStep& step,
                                const Digest& blob) const {
  if (options_.draft) {
    return Standing::ships;
  }
  const std::optional<Choice> choice = books_.selected(step);
  const bool is_chosen = choice && choice->blob == blob;
  const bool is_trusted = options_.identity == nullptr || options_.planning.locked;
  const bool comes_as_chosen =
      is_trusted && is_chosen && choice->locked && decisions_.at(index)->kind != DecisionKind::run;
  if (comes_as_chosen || (is_chosen && choice->standing == Standing::ships)) {
    return Standing::ships;
  }
  return books_.facts().gate.standing(campaign_.scenes[step.scene], blob);
}

Result<void> EngineRun::check(const Made& made, StepFinished event) {
  const StepIndex index = event.step;
  if (options_.identity == nullptr) {
    return fail(index, {ErrorKind::environment, "no identity model is installed to measure it with",
                        "its take is paid for and kept; 'reshoot models pull', then build again"});
  }
  if (interrupted_) {  // the next build measures it
    return fail(index, {ErrorKind::cancelled, "stopped", {}});
  }
  ++busy_;
  const auto& step = std::get<GenerateStep>(graph_.steps[index].what);
  pool_.start({index, books_.check_job(step, made.blob)});
  checking_.emplace(index, std::pair(made, std::move(event)));
  return {};
}

Result<void> EngineRun::on_checked(const CheckDone& done) {
  --busy_;
  auto [made, event] = std::move(checking_.extract(done.step).mapped());
  if (!done.result) {
    return fail(done.step, done.result.error());
  }
  const auto& step = std::get<GenerateStep>(graph_.steps[done.step].what);
  TRY(books_.record_check(step, made.blob, *done.result));
  return admit(made, std::move(event));
}

/// The plan's own rules say what follows, on the facts as they are now.
Decision EngineRun::after_short(StepIndex index) {
  Decision next = decide_clip(graph_, campaign_, index, books_.facts(), options_.planning);
  if (next.kind == DecisionKind::run && !can_pay(next)) {
    next.kind = DecisionKind::held;
    next.holds = {no_money_hold(next.cost)};
  }
  return next;
}

Result<void> EngineRun::on_short(const Made& made, StepFinished event) {
  const StepIndex index = event.step;
  const auto& step = std::get<GenerateStep>(graph_.steps[index].what);
  TakeFellShort news = books_.shortfall(step, made.blob);
  news.step = index;
  news.cost = event.cost;
  TRY(books_.unpin(step, made.blob));
  TRY(books_.reread(step));
  Decision next = after_short(index);
  if (next.kind == DecisionKind::hit && next.made) {
    news.is_used = true;
    event.cost = {};
    tell(news);
    return complete(*next.made, std::move(event));
  }
  if (next.kind == DecisionKind::fetch && !interrupted_) {
    news.brings = true;
    tell(news);
    renew(index, std::move(next));
    return {};
  }
  // What the plan did not set out to shoot has been agreed to by nobody: another plan asks.
  const bool was_shot = decisions_.at(index)->kind == DecisionKind::run;
  if (next.kind == DecisionKind::run && was_shot && !interrupted_) {
    news.again = true;
    tell(news);
    if (spare_) {
      spare_->micros -= next.cost.value_or(Money{}).micros;
    }
    renew(index, std::move(next));
    return {};
  }
  if (next.kind == DecisionKind::held) {
    news.hold = next.holds.front();
    tell(news);
    ++held_;
    ++count_of(index).held;
    scheduler_.hold(index);
    return {};
  }
  tell(news);
  if (next.kind == DecisionKind::check) {  // made for a clip of equal key
    const Take& take = *books_.selected(step)->take;
    event.cost = {};
    return check({*take.blob, take.bytes, take.frames, take.has_sound}, std::move(event));
  }
  return interrupted_ ? fail(index, {ErrorKind::cancelled, "stopped", {}})
                      : plan_again(index, fmt::format("take {} of '{}' falls short", news.number,
                                                      campaign_.scenes[step.scene].name));
}

void EngineRun::renew(StepIndex index, Decision decision) {
  const auto& step = std::get<GenerateStep>(graph_.steps[index].what);
  const bool at_provider = decision.kind == DecisionKind::run && !step.model->local();
  decisions_[index] = &renewed_.emplace_back(std::move(decision));
  scheduler_.again(index, at_provider);
}

bool EngineRun::can_pay(const Decision& decision) const {
  return !spare_ || decision.cost.value_or(Money{}).micros <= spare_->micros;
}

}  // namespace reshoot
