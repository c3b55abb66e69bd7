// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "report/estimate.h"

namespace reshoot {

void BuildTally::on(const BuildEvent& event, Steady now) {
  if (const auto* started = std::get_if<BuildStarted>(&event)) {
    start(*started, now);
  } else if (const auto* step = std::get_if<StepStarted>(&event)) {
    states_[step->step] =
        states_[step->step] == State::waiting ? State::running : states_[step->step];
    running_.push_back({step->step, now, {}, is_made_by_provider(step->step)});
  } else if (const auto* sent = std::get_if<TakeSent>(&event)) {
    send(*sent, now);
  } else if (const auto* fell_short = std::get_if<TakeFellShort>(&event)) {
    spent_ += fell_short->cost;
    const bool goes_on = fell_short->again || fell_short->brings;
    if (!goes_on && !fell_short->is_used) {
      end(fell_short->step);
    } else if (goes_on) {
      std::erase_if(running_, [&](const Running& one) { return one.step == fell_short->step; });
    }
  } else if (const auto* stray = std::get_if<StrayTake>(&event)) {
    spent_ += stray->cost;
  } else if (const auto* finished = std::get_if<StepFinished>(&event)) {
    finish(*finished);
  } else if (const auto* failed = std::get_if<StepFailed>(&event)) {
    fail(*failed);
  } else if (const auto* published = std::get_if<VideoPublished>(&event)) {
    published_.push_back(*published);
  } else if (std::holds_alternative<BuildStopping>(event)) {
    stopping_ = true;
  }
}

void BuildTally::start(const BuildStarted& event, Steady now) {
  graph_ = event.graph;
  jobs_ = event.jobs;
  shots_at_once_ = event.shots_at_once;
  begun_ = now;
  states_.assign(graph_->steps.size(), State::unplanned);
  Millis shooting{0};
  for (const Decision& decision : event.plan->decisions) {
    if (decision.kind == DecisionKind::run || decision.kind == DecisionKind::maybe ||
        decision.kind == DecisionKind::resume || decision.kind == DecisionKind::fetch) {
      states_[decision.step] = State::waiting;
      ++kind_of(decision.step).planned;
      shooting += std::chrono::seconds(decision.expected_seconds);
    }
  }
  Kind& clips = kinds_[index_of(StepKind::generate)];
  clips.expected = clips.planned > 0 ? shooting / clips.planned : Millis{0};
  kinds_[index_of(StepKind::conform)].expected = typical_conform;
  kinds_[index_of(StepKind::cut)].expected = typical_cut;
}

bool BuildTally::is_made_by_provider(StepIndex step) const {
  const auto* const clip = std::get_if<GenerateStep>(&graph_->steps[step].what);
  return clip != nullptr && clip->model != nullptr && !clip->model->local();
}

void BuildTally::send(const TakeSent& event, Steady now) {
  for (Running& running : running_) {
    if (running.step == event.step) {
      running = {event.step, now, event.provider, false};
    }
  }
}

bool BuildTally::end(StepIndex step) {
  std::erase_if(running_, [&](const Running& running) { return running.step == step; });
  if (states_[step] == State::unplanned || states_[step] == State::over) {
    return false;
  }
  states_[step] = State::over;
  return true;
}

void BuildTally::finish(const StepFinished& event) {
  spent_ += event.cost;
  if (!end(event.step)) {
    return;
  }
  Kind& kind = kind_of(event.step);
  ++kind.done;
  if (event.ran) {
    ++kind.measured;
    kind.took += event.took;
  }
}

void BuildTally::fail(const StepFailed& event) {
  repeats_failure_ = !failures_.insert(event.error.message).second;
  if (end(event.step)) {
    ++kind_of(event.step).failed;
  }
  block_users(event.step);
}

/// What needs a failed step will not run: it is left out of the time that is left.
void BuildTally::block_users(StepIndex step) {
  for (const StepIndex user : graph_->users[step]) {
    if (states_[user] == State::waiting) {
      states_[user] = State::over;
      ++kind_of(user).blocked;
      block_users(user);
    }
  }
}

int BuildTally::planned() const {
  return kinds_[0].planned + kinds_[1].planned + kinds_[2].planned;
}

int BuildTally::over() const {
  return kinds_[0].over() + kinds_[1].over() + kinds_[2].over();
}

int BuildTally::failed() const {
  return kinds_[0].failed + kinds_[1].failed + kinds_[2].failed;
}

int BuildTally::permille() const {
  std::int64_t all = 0;
  std::int64_t over = 0;
  for (const Kind& kind : kinds_) {
    const std::int64_t weight = std::max<std::int64_t>(kind.expected.count(), 1);
    all += weight * kind.planned;
    over += weight * kind.over();
  }
  return all == 0 ? 1000 : static_cast<int>(over * 1000 / all);
}

Millis BuildTally::elapsed(Steady now) const {
  return std::chrono::duration_cast<Millis>(now - begun_);
}

Millis BuildTally::left(Steady now) const {
  std::array<WorkLeft, 3> work;
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    work[i] = {kinds_[i].left(), kinds_[i].mean(), Millis{0}, 0};
  }
  work[index_of(StepKind::generate)].at_once = shots_at_once_;
  for (const Running& running : running_) {
    if (running.queued) {
      continue;
    }
    WorkLeft& kind = work[index_of(graph_->steps[running.step].kind())];
    kind.credit += std::min(kind.each, std::chrono::duration_cast<Millis>(now - running.since));
  }
  return time_left(work, jobs_);
}

std::string BuildTally::name_of(StepIndex step) const {
  std::string name = graph_->steps[step].id;
  const std::size_t colon = name.find(':');
  if (colon != std::string::npos) {
    name[colon] = ' ';
  }
  return name;
}

}  // namespace reshoot
