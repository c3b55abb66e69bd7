// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which step may start next. Pure: no clock, no threads, no ledger.

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "graph/step.h"
#include "plan/plan.h"

namespace reshoot {

enum class StepState : std::uint8_t {
  unneeded,  ///< not part of this run
  waiting,   ///< an input is not made yet
  ready,     ///< all inputs are made
  running,
  done,
  failed,
  blocked,  ///< something that it needs failed, is lost or is held
};

/// Holds the state of every step of one run. Of the ready steps, those nearest to a finished video
/// come first: cuts, then segments, then clips; among equals, the order of the graph. Clips that a
/// provider makes take no worker and stand in a line of their own: first those of the video with
/// the fewest clips to make.
class Scheduler {
 public:
  /// Takes over the plan: hits are done, lost and held steps are blocked. `keep_going`: a failure
  /// blocks only what needs it; else nothing more is started after one.
  Scheduler(const Graph& graph, const Plan& plan, bool keep_going);

  /// The next step for a worker; it is `running` from here on. nullopt: nothing may start now.
  std::optional<StepIndex> next();
  /// The same for a clip that a provider makes.
  std::optional<StepIndex> next_at_provider();
  /// A running step ended.
  void finish(StepIndex step);
  void fail(StepIndex step);
  /// A running clip is started once more: its take may not ship, another one is made or brought.
  void again(StepIndex step, bool at_provider);
  /// A running clip waits for a person; what does not need it goes on, as do clips of equal key,
  /// which may be judged by other policies.
  void hold(StepIndex step);
  /// A running step is left to another plan; what does not need it goes on.
  void set_aside(StepIndex step);
  /// Nothing more is started; what runs may end.
  void stop() { stopped_ = true; }

  [[nodiscard]] StepState state(StepIndex step) const { return states_[step]; }
  [[nodiscard]] int running() const { return running_; }

 private:
  void set_state(StepIndex step, StepState to);
  void block_users(StepIndex step);
  void block(const std::vector<StepIndex>& steps);
  void release(const std::vector<StepIndex>& steps);
  [[nodiscard]] std::vector<StepIndex> followers(StepIndex step) const;

  /// Whether step `a` starts after step `b`.
  struct Later {
    const Graph* graph;
    bool operator()(StepIndex a, StepIndex b) const;
  };
  /// Clips to make of the video of it that has fewest, and the clip.
  using AtProvider = std::pair<int, StepIndex>;

  const Graph& graph_;
  std::vector<StepState> states_;
  std::vector<int> missing_;                  ///< inputs that are not made yet, per step
  std::vector<std::vector<StepIndex>> same_;  ///< steps that take the take of this one
  std::vector<bool> at_provider_;             ///< per step: a provider makes it
  std::vector<int> clips_left_;               ///< per step: as in AtProvider
  std::priority_queue<StepIndex, std::vector<StepIndex>, Later> ready_;
  std::priority_queue<AtProvider, std::vector<AtProvider>, std::greater<>> ready_at_provider_;
  int running_ = 0;
  bool stopped_ = false;
  bool keep_going_;
};

}  // namespace reshoot
