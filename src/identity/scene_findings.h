// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is found in a clip that is about nobody of its cast: strangers and technical faults.

#include <vector>

#include "identity/judge.h"

namespace reshoot {

/// Shares from which on a technical fault is worth a warning.
constexpr float most_black = 0.1F;
constexpr float most_frozen = 0.5F;
constexpr float most_silent = 0.95F;  ///< in scenes with spoken lines
constexpr float most_clipped = 0.01F;

/// The level of `question.strangers` is not off.
std::vector<IdentityFinding> judge_strangers(const Comparison& comparison,
                                             const JudgeQuestion& question);

/// They only warn.
std::vector<IdentityFinding> judge_technical(const Comparison& comparison);

}  // namespace reshoot
