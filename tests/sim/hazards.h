// SPDX-License-Identifier: Apache-2.0
#pragma once
// What can go wrong in a simulated campaign: faults of the cloud, and crashes of the process.

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "emulator/fault.h"
#include "execute/patience.h"

namespace reshoot::sim {

/// Thrown in place of SIGKILL: what it unwinds is gone, what was committed stays.
struct Crashed {};

struct Hazards {
  bool faults = true;
  bool crashes = true;
  /// The negative control: a crash takes intents with it, as if they were written after the send.
  bool intents_are_lost = false;
  /// Whole builds die just after they have sent something, where the cloud may have it already.
  bool only_after_sends = false;
};

/// Some kinds of fault, each with a chance.
std::vector<emulator::FaultRule> some_faults(Random& random);

/// The next time, or one of the next `most` times, that one of these crash points is reached,
/// Crashed is thrown.
void wish_a_crash(std::span<const std::string_view> seams, int most, Random& random);

/// Takes the wish for a crash back, however a life ends.
struct NoMoreCrash {
  NoMoreCrash() = default;
  NoMoreCrash(const NoMoreCrash&) = delete;
  NoMoreCrash& operator=(const NoMoreCrash&) = delete;
  ~NoMoreCrash();
};

/// As if intents were written after the send: those of this ledger are forgotten.
void lose_intents(const std::filesystem::path& ledger);

/// Memory, where there is such a folder: thousands of commits are synced.
std::filesystem::path fast_place();

/// RESHOOT_SIM_CAMPAIGNS, else `usual`.
int campaigns(int usual);
/// RESHOOT_SIM_SEED, else 1.
std::uint64_t first_seed();

}  // namespace reshoot::sim
