// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a build has done so far, counted from its events. Knows nothing of terminals.

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/units.h"
#include "execute/observer.h"

namespace reshoot {

class BuildTally {
 public:
  /// Steps of one kind that the plan runs, or may run.
  struct Kind {
    int planned = 0, done = 0, failed = 0;
    int blocked = 0;     ///< need a step that failed
    int measured = 0;    ///< that ran to their end
    Millis expected{0};  ///< of one step, by the plan
    Millis took{0};      ///< of the measured ones together
    [[nodiscard]] int over() const { return done + failed + blocked; }
    [[nodiscard]] int left() const { return planned - over(); }
    /// Of one step: measured where that is known.
    [[nodiscard]] Millis mean() const { return measured > 0 ? took / measured : expected; }
  };
  struct Running {
    StepIndex step = 0;
    Steady since;          ///< of a clip that a provider makes: since that has it
    std::string provider;  ///< that has it; empty: none has
    bool queued = false;   ///< a provider will make it, and has not got it yet
  };

  void on(const BuildEvent& event, Steady now);

  [[nodiscard]] const Kind& of(StepKind kind) const { return kinds_[index_of(kind)]; }
  /// The longest running first.
  [[nodiscard]] const std::vector<Running>& running() const { return running_; }
  [[nodiscard]] const std::vector<VideoPublished>& published() const { return published_; }
  [[nodiscard]] Money spent() const { return spent_; }
  /// Whether an earlier step has failed with the very words of the last one.
  [[nodiscard]] bool repeats_failure() const { return repeats_failure_; }
  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] int jobs() const { return jobs_; }
  [[nodiscard]] int planned() const;
  [[nodiscard]] int over() const;
  [[nodiscard]] int failed() const;
  /// Done parts of 1,000, weighted by how long each kind was expected to take: never goes back.
  [[nodiscard]] int permille() const;
  [[nodiscard]] Millis elapsed(Steady now) const;
  [[nodiscard]] Millis left(Steady now) const;
  /// Whether the plan runs this step, or may run it.
  [[nodiscard]] bool is_planned(StepIndex step) const { return states_[step] != State::unplanned; }
  /// `generate welcome`
  [[nodiscard]] std::string name_of(StepIndex step) const;
  /// nullptr before the build has started.
  [[nodiscard]] const Graph* graph() const { return graph_; }

 private:
  enum class State : std::uint8_t { unplanned, waiting, running, over };

  static std::size_t index_of(StepKind kind) { return static_cast<std::size_t>(kind); }
  Kind& kind_of(StepIndex step) { return kinds_[index_of(graph_->steps[step].kind())]; }
  void start(const BuildStarted& event, Steady now);
  [[nodiscard]] bool is_made_by_provider(StepIndex step) const;
  void send(const TakeSent& event, Steady now);
  void finish(const StepFinished& event);
  void fail(const StepFailed& event);
  void block_users(StepIndex step);
  /// Ends a step; false where it was not planned, or is over already.
  bool end(StepIndex step);

  const Graph* graph_ = nullptr;
  int jobs_ = 1;
  int shots_at_once_ = 0;
  Steady begun_;
  std::array<Kind, 3> kinds_;
  std::vector<State> states_;  ///< by step
  std::vector<Running> running_;
  std::vector<VideoPublished> published_;
  Money spent_;
  std::set<std::string> failures_;  ///< in words
  bool repeats_failure_ = false;
  bool stopping_ = false;
};

}  // namespace reshoot
