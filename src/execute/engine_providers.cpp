// SPDX-License-Identifier: Apache-2.0
// Clips that providers make: rows before money, and news of them into steps.

#include <utility>

#include "base/check.h"
#include "execute/engine_run.h"
#include "store/crash_point.h"

namespace reshoot {

// Clips that providers make.
Result<void> EngineRun::begin_at_providers() {
  if (options_.providers == nullptr) {
    return {};
  }
  TRY_ASSIGN(paid_, PaidTakes::create(*options_.providers, graph_, books_, store_, clock_));
  inbox_.wait_in(options_.providers->transport, clock_);
  return paid_->begin(plan_);
}

Result<void> EngineRun::start_at_providers() {
  TRY(take_in_all(Millis(0)));
  std::vector<StepIndex> ready;
  while (const std::optional<StepIndex> step = scheduler_.next_at_provider()) {
    const Decision& decision = *decisions_.at(*step);
    const auto& clip = std::get<GenerateStep>(graph_.steps[*step].what);
    if (decision.kind == DecisionKind::run && asks_first(*step, clip)) {
      TRY(start_job({*step, AskJob{clip.key, books_.blobs_of(clip.key)}}));
      continue;
    }
    const bool sends = decision.kind == DecisionKind::run;
    TRY_ASSIGN(const bool may_go, sends ? is_prepared(*step, clip) : Result<bool>(true));
    if (may_go) {
      ready.push_back(*step);
    }
  }
  return ready.empty() ? Result<void>() : shoot_at_providers(ready);
}

/// All their rows are durable before the first of them is sent.
Result<void> EngineRun::shoot_at_providers(const std::vector<StepIndex>& steps) {
  CHECK(paid_ != nullptr);
  TRY(books_.refresh());
  TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
  for (const StepIndex step : steps) {
    if (decisions_.at(step)->kind == DecisionKind::run) {
      TRY(paid_->reserve(step, *decisions_.at(step)));
    }
  }
  TRY(transaction.commit());
  crash_point("take.reserved");
  for (const StepIndex step : steps) {
    tell(StepStarted{step});
    TRY(paid_->start(step, *decisions_.at(step)));
  }
  return {};
}

/// False where there was no news.
Result<bool> EngineRun::take_in_paid() {
  if (!paid_) {
    return false;
  }
  TRY_ASSIGN(const std::vector<PaidNews> all, paid_->take_news());
  for (const PaidNews& news : all) {
    TRY(std::visit([&](const auto& one) { return on_paid(one); }, news));
  }
  return !all.empty();
}

Result<void> EngineRun::on_paid(const PaidSent& sent) {
  tell(TakeSent{sent.step, sent.provider, sent.job});
  return {};
}

Result<void> EngineRun::on_paid(const PaidArrived& arrived) {
  ++busy_;
  pool_.start({0, KeepJob{arrived.take, arrived.file}});
  return {};
}

Result<void> EngineRun::on_paid(const PaidDone& done) {
  const auto& clip = std::get<GenerateStep>(graph_.steps[done.step].what);
  blobs_.add(done.made.blob);
  finished_.spent += done.cost;
  StepFinished event;
  event.step = done.step;
  event.ran = true;
  event.key = clip.key;
  event.took = done.took;
  event.cost = done.cost;
  event.warnings = done.warnings;
  return share(clip, done.made, std::move(event));
}

Result<void> EngineRun::on_paid(const PaidOver& over) {
  const bool told = !refused_.empty() && over.error.message == refused_;
  return fail(over.step, told ? Error{ErrorKind::cancelled, over.error.message, {}} : over.error);
}

Result<void> EngineRun::on_paid(const StrayOver& stray) {
  finished_.spent += stray.cost;
  const TakeState state = stray.take.state;
  const bool is_unbilled = state == TakeState::failed || state == TakeState::refused;
  if (stray.error && !is_unbilled) {  // nobody wants what was not made and not paid for
    failures_.push_back(*stray.error);
  }
  tell(StrayTake{stray.take.uuid, stray.take.clip, stray.cost, stray.error});
  return {};
}

Result<void> EngineRun::on_paid(const PaidAside& aside) {
  return plan_again(aside.step, aside.why);
}

/// What is out may still come home.
Result<void> EngineRun::on_paid(const AccountRefused& refused) {
  refused_ = refused.error.message;
  failures_.push_back(refused.error);
  tell(AccountStopped{refused.provider, refused.error});
  scheduler_.stop();
  return paid_->close();
}

}  // namespace reshoot
