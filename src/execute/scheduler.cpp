// SPDX-License-Identifier: Apache-2.0
// set_state() is the only place that changes a state; counters and the ready queue stay in step
// there.

#include "execute/scheduler.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace reshoot {
namespace {

StepState first_state(const Decision& decision) {
  switch (decision.kind) {
    case DecisionKind::check:  // a build judges what is here before it plans
    case DecisionKind::in_doubt:
    case DecisionKind::lost:
    case DecisionKind::held:
    case DecisionKind::blocked:
      return StepState::blocked;
    case DecisionKind::hit:
      return decision.made ? StepState::done : StepState::waiting;
    case DecisionKind::resume:
    case DecisionKind::fetch:
    case DecisionKind::run:
    case DecisionKind::maybe:
      return StepState::waiting;
  }
  return StepState::waiting;
}

bool is_made_at_provider(const Graph& graph, const Decision& decision) {
  const auto* const clip = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
  const bool made = decision.kind == DecisionKind::run || decision.kind == DecisionKind::resume;
  return clip != nullptr && made && !clip->model->local();
}

/// Per step: how many clips have to be made for the video that needs fewest of those it is in.
std::vector<int> count_clips_left(const Graph& graph, const std::vector<bool>& at_provider) {
  std::vector<int> left(graph.steps.size(), std::numeric_limits<int>::max());
  for (const Step& step : graph.steps) {
    if (step.kind() != StepKind::cut) {
      continue;
    }
    const int clips = static_cast<int>(std::count_if(step.inputs.begin(), step.inputs.end(),
                                                     [&](StepIndex i) { return at_provider[i]; }));
    for (const StepIndex input : step.inputs) {
      left[input] = std::min(left[input], clips);
    }
  }
  return left;
}

}  // namespace

bool Scheduler::Later::operator()(StepIndex a, StepIndex b) const {
  const StepKind kind_a = graph->steps[a].kind();
  const StepKind kind_b = graph->steps[b].kind();
  return kind_a != kind_b ? kind_a < kind_b : a > b;
}

Scheduler::Scheduler(const Graph& graph, const Plan& plan, bool keep_going)
    : graph_(graph),
      states_(graph.steps.size(), StepState::unneeded),
      missing_(graph.steps.size(), 0),
      same_(graph.steps.size()),
      at_provider_(graph.steps.size(), false),
      ready_(Later{&graph}),
      keep_going_(keep_going) {
  for (const Decision& decision : plan.decisions) {
    states_[decision.step] = first_state(decision);
    at_provider_[decision.step] = is_made_at_provider(graph, decision);
    if (decision.same_as) {
      same_[*decision.same_as].push_back(decision.step);
    }
  }
  clips_left_ = count_clips_left(graph, at_provider_);
  for (const Decision& decision : plan.decisions) {
    if (states_[decision.step] == StepState::blocked) {
      block_users(decision.step);
    } else if (states_[decision.step] == StepState::waiting) {
      for (const StepIndex user : followers(decision.step)) {
        ++missing_[user];
      }
    }
  }
  for (const Decision& decision : plan.decisions) {
    if (states_[decision.step] == StepState::waiting && missing_[decision.step] == 0) {
      set_state(decision.step, StepState::ready);
    }
  }
}

void Scheduler::set_state(StepIndex step, StepState to) {
  StepState& state = states_[step];
  running_ += (to == StepState::running ? 1 : 0) - (state == StepState::running ? 1 : 0);
  state = to;
  if (to == StepState::ready) {
    if (at_provider_[step]) {
      ready_at_provider_.emplace(clips_left_[step], step);
    } else {
      ready_.push(step);
    }
  }
}

std::optional<StepIndex> Scheduler::next() {
  if (stopped_ || ready_.empty()) {
    return std::nullopt;
  }
  const StepIndex step = ready_.top();
  ready_.pop();
  set_state(step, StepState::running);
  return step;
}

std::optional<StepIndex> Scheduler::next_at_provider() {
  if (stopped_ || ready_at_provider_.empty()) {
    return std::nullopt;
  }
  const StepIndex step = ready_at_provider_.top().second;
  ready_at_provider_.pop();
  set_state(step, StepState::running);
  return step;
}

void Scheduler::finish(StepIndex step) {
  CHECK(states_[step] == StepState::running);
  set_state(step, StepState::done);
  release(followers(step));
}

void Scheduler::again(StepIndex step, bool at_provider) {
  CHECK(states_[step] == StepState::running);
  at_provider_[step] = at_provider;
  set_state(step, StepState::ready);
}

void Scheduler::hold(StepIndex step) {
  CHECK(states_[step] == StepState::running);
  set_state(step, StepState::blocked);
  block(graph_.users[step]);
  release(same_[step]);
}

void Scheduler::fail(StepIndex step) {
  set_aside(step);
  stopped_ = stopped_ || !keep_going_;
}

void Scheduler::set_aside(StepIndex step) {
  CHECK(states_[step] == StepState::running);
  set_state(step, StepState::failed);
  block_users(step);
}

std::vector<StepIndex> Scheduler::followers(StepIndex step) const {
  std::vector<StepIndex> all = graph_.users[step];
  all.insert(all.end(), same_[step].begin(), same_[step].end());
  return all;
}

void Scheduler::release(const std::vector<StepIndex>& steps) {
  for (const StepIndex step : steps) {
    if (states_[step] == StepState::waiting && --missing_[step] == 0) {
      set_state(step, StepState::ready);
    }
  }
}

void Scheduler::block_users(StepIndex step) {
  block(followers(step));
}

void Scheduler::block(const std::vector<StepIndex>& steps) {
  for (const StepIndex step : steps) {
    if (states_[step] == StepState::waiting) {
      set_state(step, StepState::blocked);
      block_users(step);
    }
  }
}

}  // namespace reshoot
