// SPDX-License-Identifier: Apache-2.0
#pragma once
// A build's events, made by hand against a manual clock.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/clock.h"
#include "execute/observer.h"

namespace reshoot {

/// One video of some new clips, and the events of its build.
class SampleBuild {
 public:
  explicit SampleBuild(int clips, int seconds_each = 10, const char* provider = "local") {
    model_.provider = provider;
    model_.name = "wan2.7-r2v";
    for (int i = 0; i < clips; ++i) {
      GenerateStep what;
      what.model = &model_;
      add({fmt::format("generate:scene-{}", i + 1), {}, {}, std::move(what)}, DecisionKind::run);
      plan_.decisions.back().expected_seconds = seconds_each;
    }
    CutStep cut;
    for (int i = 0; i < clips; ++i) {
      const auto clip = static_cast<StepIndex>(i);
      cut.segments.push_back(
          add({fmt::format("conform:launch/scene-{}", i + 1), {}, {clip}, ConformStep{}},
              DecisionKind::maybe));
    }
    const std::vector<StepIndex> segments = cut.segments;
    add({"cut:launch", {}, segments, std::move(cut)}, DecisionKind::maybe);
    graph_.campaign = "acme";
  }
  SampleBuild(const SampleBuild&) = delete;
  SampleBuild& operator=(const SampleBuild&) = delete;

  void watch(Observer& observer) { observer_ = &observer; }
  void wait(int ms) {
    clock.advance(Millis{ms});
    tell(Tick{});
  }
  void begin(int jobs = 2, int shots_at_once = 0) {
    tell(BuildStarted{&graph_, &plan_, jobs, shots_at_once});
  }
  void send(StepIndex step) { tell(TakeSent{step, "gmi", "job"}); }
  void start(StepIndex step) { tell(StepStarted{step}); }
  void finish(StepIndex step, int ms, bool ran = true, std::vector<std::string> warnings = {}) {
    tell(StepFinished{step, ran, false, Digest{}, Digest{}, Millis{ms},
                      step < segment(0) && ran ? Money{100'000} : Money{}, std::move(warnings)});
  }
  void fail(StepIndex step, std::string message, std::string help = {}) {
    tell(StepFailed{step, {ErrorKind::transient, std::move(message), std::move(help)}});
  }
  void tell(const BuildEvent& event) { observer_->on(event, clock.now()); }

  [[nodiscard]] StepIndex segment(int i) const {
    return static_cast<StepIndex>(graph_.steps.size() / 2) + static_cast<StepIndex>(i);
  }
  [[nodiscard]] StepIndex cut() const { return static_cast<StepIndex>(graph_.steps.size() - 1); }

  ManualClock clock;

 private:
  StepIndex add(Step step, DecisionKind kind) {
    const auto index = static_cast<StepIndex>(graph_.steps.size());
    for (const StepIndex input : step.inputs) {
      graph_.users[input].push_back(index);
    }
    graph_.steps.push_back(std::move(step));
    graph_.users.emplace_back();
    Decision decision;
    decision.step = index;
    decision.kind = kind;
    ++plan_.totals[graph_.steps.back().kind()].of[kind];
    plan_.decisions.push_back(decision);
    return index;
  }

  Model model_;
  Graph graph_;
  Plan plan_;
  Observer* observer_ = nullptr;
};

/// The end of a build whose three clips, segments and one video were all made.
inline BuildFinished all_done() {
  BuildFinished end;
  end.generate.run = end.conform.run = 3;
  end.cut.run = 1;
  end.published = 1;
  end.spent = Money{300'000};
  end.took = Millis{12'345};
  return end;
}

}  // namespace reshoot
