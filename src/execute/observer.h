// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a build tells whoever watches it: a live terminal block, plain lines, or JSON events.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/units.h"
#include "graph/step.h"
#include "plan/plan.h"
#include "store/job.h"

namespace reshoot {

/// The plan that is about to be carried out. Both outlive the build.
struct BuildStarted {
  const Graph* graph = nullptr;
  const Plan* plan = nullptr;
  int jobs = 1;
  int shots_at_once = 0;  ///< clips at providers; 0: they share the jobs
};

struct StepStarted {
  StepIndex step = 0;
};

/// A provider has accepted the take of a step.
struct TakeSent {
  StepIndex step = 0;
  std::string provider;
  std::string job;  ///< its id there
};

/// A step's output is here. Where it neither ran nor was fetched, it turned out to be there
/// already.
struct StepFinished {
  StepIndex step = 0;
  bool ran = false;
  bool fetched = false;  ///< somebody else had made it
  Digest key;
  Digest blob;
  std::chrono::milliseconds took{0};
  Money cost;
  std::vector<std::string> warnings;
};

/// It was there already.
StepFinished step_found(StepIndex step, const Digest& key);

struct StepFailed {
  StepIndex step = 0;
  Error error;
};

/// A take was measured, and may not ship.
struct TakeFellShort {
  StepIndex step = 0;
  int number = 0;  ///< of the take
  Verdict verdict = Verdict::fail;
  std::string reason;
  Money cost;                ///< of the take
  bool again = false;        ///< another take is being shot
  bool brings = false;       ///< another take is being brought from the remote
  bool is_used = false;      ///< another take of the clip ships, and is used
  std::optional<Hold> hold;  ///< why it waits for a person
};

/// A take that no step of this build waits for was brought home, or not.
struct StrayTake {
  std::string take;  ///< its uuid
  std::string clip;  ///< what its clip was called; may be empty
  Money cost;
  std::optional<Error> error;
};

/// A provider refuses this account, or cannot be reached: nothing more is sent to anybody.
struct AccountStopped {
  std::string provider;
  Error error;
};

/// A finished video was put under out/.
struct VideoPublished {
  StepIndex step = 0;
  std::string path;  ///< relative to the workspace
  std::uint64_t bytes = 0;
};

/// Ctrl-C: nothing more is started; what runs is being stopped.
struct BuildStopping {};

/// Some time has passed: a live display redraws.
struct Tick {};

enum class BuildEnd { done, failed, interrupted };
std::string_view name_of(BuildEnd end);

/// Counts are of this run. A blocked step needs one that failed, is lost or is held.
struct BuildFinished {
  BuildEnd end = BuildEnd::done;
  struct Count {
    int run = 0, fetched = 0, hit = 0, failed = 0, held = 0, blocked = 0, not_started = 0;
  };
  Count generate, conform, cut;
  int published = 0;
  Money spent;  ///< in this run
  std::chrono::milliseconds took{0};
  std::vector<OpenJob> out{};  ///< still at their providers, of all campaigns of the store
};

using BuildEvent =
    std::variant<BuildStarted, StepStarted, TakeSent, StepFinished, StepFailed, TakeFellShort,
                 StrayTake, AccountStopped, VideoPublished, BuildStopping, Tick, BuildFinished>;

struct Observer {
  virtual ~Observer() = default;
  /// Called on the engine thread, in order.
  virtual void on(const BuildEvent& event, Steady now) = 0;
  /// How often it wants a Tick; nullopt: never.
  [[nodiscard]] virtual std::optional<Millis> tick() const = 0;
};

}  // namespace reshoot
