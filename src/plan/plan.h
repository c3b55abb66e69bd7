// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one run will do: a decision for each wanted step. Pure: graph and facts in, plan out.

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "graph/key.h"
#include "graph/step.h"
#include "plan/consent.h"
#include "plan/facts.h"

namespace reshoot {

enum class DecisionKind : std::uint8_t {
  hit,       ///< its output is here
  resume,    ///< an earlier run has sent it: its result is waited for
  in_doubt,  ///< nobody knows whether it was accepted: a person settles that
  fetch,     ///< its bytes come from the remote, or are here and not in the ledger yet
  check,     ///< its take is here, and is measured and compared before it may ship
  run,       ///< it will run
  maybe,     ///< a free step behind one that runs: it may turn out to be a hit
  lost,      ///< its bytes exist nowhere, and making them again costs money
  held,      ///< the tool may start no further take by itself
  blocked,   ///< something that it needs is in doubt, lost, held or cannot be made
};
std::string_view name_of(DecisionKind kind);
/// It waits for a person: in doubt, lost or held.
bool needs_person(DecisionKind kind);

/// The output of a step, as its users take it in.
struct Made {
  Digest blob;
  std::uint64_t bytes = 0;
  std::int64_t frames = 0;
  bool has_sound = false;
};

/// Why a generate step runs.
enum class RunCause : std::uint8_t {
  first,
  another,  ///< no take of its key may ship
  retake,   ///< a person asked for it
  remake,   ///< its bytes are gone
};

/// Bytes of a take that somebody has made already.
struct Fetch {
  Digest blob;
  std::uint64_t bytes = 0;
  bool here = false;                 ///< in the store; only the ledger does not know the take
  std::optional<TakeRecord> record;  ///< where the remote has offered the take
};

struct Decision {
  StepIndex step = 0;
  DecisionKind kind = DecisionKind::run;
  std::optional<Digest> key;  ///< nullopt: not known before its inputs are made
  /// Set for hit, and for fetch, where a take that this ledger has never seen has no frames and no
  /// sound yet.
  std::optional<Made> made;
  /// An earlier step of equal key does the work; this one takes its output.
  std::optional<StepIndex> same_as;
  RunCause cause = RunCause::first;
  /// An existing take: one that was cut short, is out or in doubt, or whose bytes are missing.
  std::optional<TakeId> take;
  std::optional<Fetch> fetch;           ///< set for fetch
  std::optional<std::uint32_t> seed;    ///< of the take that the lock pins, where it is made again
  std::optional<RetakeRequest> retake;  ///< what this run answers
  /// Of running it; nullopt: price unknown. What an earlier run has set aside is not asked for
  /// again: zero.
  std::optional<Money> cost;
  int expected_seconds = 0;
  std::vector<Hold> holds;  ///< held: why, and what a person can do; never empty then
};

struct Counts {
  std::map<DecisionKind, int> of;
  [[nodiscard]] int operator[](DecisionKind kind) const {
    const auto found = of.find(kind);
    return found == of.end() ? 0 : found->second;
  }
};

struct Plan {
  std::vector<Decision> decisions;  ///< of the wanted steps, in graph order
  std::map<StepKind, Counts> totals;
  Money cost;              ///< of all generate steps that run, as far as prices are known
  int unknown_prices = 0;  ///< generate steps that run at a price that the catalog does not know
  std::uint64_t fetch_bytes = 0;  ///< to be copied from the remote
  /// A step runs, may run, is resumed, checked or fetched.
  [[nodiscard]] bool has_work() const;
  [[nodiscard]] int count(DecisionKind kind) const;
  /// Steps that wait for a person.
  [[nodiscard]] int count_stuck() const;
};

/// What a run may spend. Takes in place of others that fell short are held where it does not allow
/// them, and the rest is planned as it is: whether that fits is check_budget()'s to say.
struct MoneyRules {
  std::optional<Money> left;    ///< under the caps; nullopt: there is none
  bool accepts_unknown = true;  ///< prices that the catalog does not know
};

struct PlanOptions {
  bool draft = false;     ///< lock, pins and requests for retakes are not looked at
  bool locked = false;    ///< requests for retakes are not looked at
  int max_takes = 3;      ///< billed takes per clip key that the tool starts by itself
  UploadRules uploads{};  ///< what may be sent where
  MoneyRules money{};
};

Plan make_plan(const Graph& graph, const Campaign& campaign, const std::vector<bool>& wanted,
               const Facts& facts, const PlanOptions& options);

/// The decision for one generate step as things are now: what a build asks for once it has seen a
/// take fall short. What it costs is held against no cap.
Decision decide_clip(const Graph& graph, const Campaign& campaign, StepIndex step,
                     const Facts& facts, const PlanOptions& options);

/// Outputs of the steps that the plan has as hits, by step.
std::vector<std::optional<Made>> made_by(const Graph& graph, const Plan& plan);

/// What a free step reads from its inputs, in order, once they are all made: its key. `made` is
/// indexed by step.
Digest key_of(const Graph& graph, const Step& step, const std::vector<std::optional<Made>>& made);
/// The same visit into another sink.
void describe(const Graph& graph, const Step& step, const std::vector<std::optional<Made>>& made,
              KeySink& sink);

/// The artifact of a free step's key, where its blob is here.
std::optional<Made> find_made(const Facts& facts, const Digest& key);

}  // namespace reshoot
