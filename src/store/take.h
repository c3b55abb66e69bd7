// SPDX-License-Identifier: Apache-2.0
#pragma once
// A take and its life. The one table of legal changes is here; only the ledger applies it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/units.h"

namespace reshoot {

using TakeId = std::int64_t;

enum class TakeState {
  reserved,   ///< its money is set aside
  intent,     ///< about to be sent or shot: durable before anything leaves
  submitted,  ///< the provider has it under a job id
  succeeded,  ///< the provider has a result
  fetched,    ///< its bytes are in the store and indexed
  in_doubt,   ///< nobody knows whether the provider has it
  refused,    ///< content policy; never retried unchanged
  failed,     ///< ended without a result
  lost,       ///< its bytes can never be had again
};
/// All of them, in the order above.
inline constexpr std::array<TakeState, 9> take_states{
    TakeState::reserved,  TakeState::intent,  TakeState::submitted,
    TakeState::succeeded, TakeState::fetched, TakeState::in_doubt,
    TakeState::refused,   TakeState::failed,  TakeState::lost};
std::string_view name_of(TakeState state);
std::optional<TakeState> take_state(std::string_view name);

/// Whether a take may go from one state to another. A local take goes from `intent` to `fetched`.
bool may_become(TakeState from, TakeState to);

/// The seed that take `number` (1 or more) is sent with: take 1 with the declared seed; every
/// other, and take 1 under `auto`, with the low 31 bits of SHA-256 over the clip key's text, a line
/// break and the number.
std::uint32_t seed_of(const Digest& clip_key, std::optional<std::uint32_t> declared, int number);

/// What a take turned out to cost.
struct Settlement {
  Money cost;
  bool estimated = false;  ///< nobody reported a figure: the price is the catalog's

  Settlement(Money figure, bool is_estimate = false) : cost(figure), estimated(is_estimate) {}
  /// As the provider reported it, else what was set aside.
  static Settlement of(std::optional<Money> reported, Money set_aside) {
    return {reported.value_or(set_aside), !reported};
  }
};

/// What a person found out about a take in doubt.
enum class DoubtAnswer {
  billed,      ///< paid for, and nobody can have the result: it is `lost`
  not_billed,  ///< the provider never had it: it is `failed`, and its money comes back
  adopted,     ///< its job was found: it is `submitted`
};
std::string_view name_of(DoubtAnswer answer);
std::optional<DoubtAnswer> doubt_answer(std::string_view name);

struct Take {
  TakeId id = 0;
  std::string uuid;  ///< known everywhere, also before there are bytes
  Digest clip_key;
  int number = 1;  ///< 1, 2, ... per clip key; for the screen, local to this ledger
  std::string model;
  std::uint32_t seed = 0;
  TakeState state = TakeState::reserved;
  std::string campaign;  ///< the one that is charged
  std::string clip;      ///< what its clip was called when it was asked for; may be empty
  Money reserved;        ///< what was set aside for it
  Money cost;            ///< what it cost; zero until settled
  Money cost_elsewhere;  ///< what another ledger paid for it, before it was adopted here
  bool estimated =
      false;  ///< no figure was reported: `cost` is the catalog's, zero where it has none
  std::optional<Digest> blob;
  std::uint64_t bytes = 0;
  std::int64_t frames = 0;
  bool has_sound = false;
  bool collected = false;  ///< its bytes were dropped on purpose (`cache gc`): missing is no damage
  bool rejected = false;   ///< by a person
  std::optional<DoubtAnswer> answer;  ///< what a person last said of it while it was in doubt
  std::string note;                   ///< why it failed, or the reason a person gave
  Wall created;

  /// Somebody paid for it, here or elsewhere.
  [[nodiscard]] bool billed() const {
    return cost.micros > 0 || cost_elsewhere.micros > 0 || estimated;
  }
};

}  // namespace reshoot
