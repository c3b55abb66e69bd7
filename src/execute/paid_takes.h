// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes that providers make, from the decision of a plan to bytes in the store and money settled.
// It starts no free work and knows no videos.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "execute/bookkeeper.h"
#include "execute/provider_access.h"
#include "execute/shooter.h"
#include "execute/shot_order.h"
#include "plan/plan.h"
#include "store/scratch.h"

namespace reshoot {

/// A provider has accepted the take of a clip.
struct PaidSent {
  StepIndex step = 0;
  std::string provider;
  std::string job;
};
/// Its bytes have come: a worker is to look into them and take them into the store.
struct PaidArrived {
  TakeId take = 0;
  std::filesystem::path file;
};
/// Its bytes are in the store, and its money is settled.
struct PaidDone {
  StepIndex step = 0;
  Made made;
  Money cost;
  std::chrono::milliseconds took{0};  ///< since this run has taken it up
  std::vector<std::string> warnings;
};
/// No bytes in this run. Of kind `cancelled`: nobody is to be told.
struct PaidOver {
  StepIndex step = 0;
  Error error;
};
/// A take that no clip of this build waits for was brought home, or not.
struct StrayOver {
  Take take;
  Money cost;
  std::optional<Error> error;
};
/// Something changed under the plan: this step is left to the next one.
struct PaidAside {
  StepIndex step = 0;
  std::string why;
};
using PaidNews =
    std::variant<PaidSent, PaidArrived, PaidDone, PaidOver, StrayOver, PaidAside, AccountRefused>;

class PaidTakes {
 public:
  /// The references outlive this. Errors: the store has no room for downloads.
  static Result<std::unique_ptr<PaidTakes>> create(const ProviderAccess& access, const Graph& graph,
                                                   Bookkeeper& books, Store& store,
                                                   const Clock& clock);

  /// Before the first other call: goes on with what earlier runs have sent and no step of the plan
  /// waits for.
  Result<void> begin(const Plan& plan);
  /// The durable row of a step that will run. Several of them may share a transaction.
  Result<void> reserve(StepIndex step, const Decision& decision);
  /// Sends a step that is reserved, and whose preparations are in the store, or waits for one that
  /// an earlier run has sent.
  Result<void> start(StepIndex step, const Decision& decision);
  Result<void> on(const NetworkEvent& event);
  Result<void> on_kept(const KeepDone& done);
  Result<void> tick();
  /// A step failed: what has not been sent is not sent any more.
  Result<void> close();
  /// Ctrl-C: jobs stay out, for the next run.
  Result<void> stop();

  /// When tick() has something to do.
  [[nodiscard]] std::optional<Steady> next() const { return shooter_.next(); }
  /// Takes that are not over.
  [[nodiscard]] std::size_t open() const { return shooter_.open() + arrived_.size(); }
  /// All since the last call, in order.
  Result<std::vector<PaidNews>> take_news();

 private:
  PaidTakes(Scratch folder, const ProviderAccess& access, const Graph& graph, Bookkeeper& books,
            Store& store, const Clock& clock);

  /// What this run does about one clip.
  struct Wanted {
    Decision decision;
    std::optional<Take> reserved;
    Steady since;
    int tries = 0;
  };
  struct Arrival {
    Shot shot;
    std::optional<Money> cost;
  };

  [[nodiscard]] const GenerateStep& clip(StepIndex step) const {
    return std::get<GenerateStep>(graph_.steps[step].what);
  }
  Result<void> resume(std::optional<StepIndex> step, const OpenJob& job, Millis expected);
  Result<void> put_known_places(Shot& shot) const;
  [[nodiscard]] std::optional<std::vector<PreparedFile>> prepared_for(
      const GenerateRequest& request) const;
  std::optional<Error> objection(const Shot& shot);
  std::optional<Error> changed_file(const Shot& shot, const GenerateRequest& request);
  Result<void> on_news(ShotNews& news);
  Result<void> on_ended(const ShotEnded& ended);
  Result<void> on_unusable(Arrival arrival, const Error& error);
  Result<void> keep(const Arrival& arrival, const Produced& produced);
  void tell_over(const Shot& shot, const Error& error);

  const ProviderAccess& access_;
  const Graph& graph_;
  Bookkeeper& books_;
  Store& store_;
  const Clock& clock_;
  Scratch folder_;  ///< of downloads
  Shooter shooter_;
  std::unordered_map<TakeId, OpenJob> sent_before_;
  std::unordered_map<StepIndex, Wanted> wanted_;
  std::unordered_map<TakeId, StepIndex> steps_;       ///< of takes that steps wait for
  std::unordered_map<TakeId, Arrival> arrived_;       ///< bytes that a worker takes into the store
  std::unordered_map<TakeId, int> downloads_;         ///< of results that were no clips
  std::unordered_map<StepIndex, std::string> aside_;  ///< why a step is left to the next plan
  std::vector<PaidNews> news_;
};

}  // namespace reshoot
