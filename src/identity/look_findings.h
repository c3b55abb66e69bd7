// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the looks of one cast member make of a clip.

#include <string>
#include <vector>

#include "identity/judge.h"

namespace reshoot {

/// Samples that a pass or a fail of looks rests on at least; of a shorter clip, all of them.
constexpr int least_usable = 4;
/// And this share of all samples: a face that can be compared only now and then proves little.
constexpr float least_usable_share = 0.25F;
/// Fewer usable samples than these do not fail a clip by their median: it is unsure.
constexpr int least_usable_to_fail = 8;

/// `member`: index into the comparison's cast and the question's, whose level is not off.
struct LookQuestion {
  std::uint32_t member = 0;
  const std::string& name;
  IdentityLevel level = IdentityLevel::normal;
  const std::vector<std::string>& names;  ///< of all characters of the campaign
  const IdentityModels& models;
};

struct LookJudgement {
  float share = 0;                        ///< of usable samples that match
  std::vector<IdentityFinding> findings;  ///< none: it passes
};

LookJudgement judge_looks(const Presence& presence, const LookQuestion& question);

}  // namespace reshoot
