// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the voices of a clip make of it: they warn, and fail only when gross.

#include <vector>

#include "identity/judge.h"

namespace reshoot {

/// Speech that a voice fails on at least, as it was measured with.
constexpr float least_speech_seconds = 4;

/// Of lines whose speaker's level is not off.
std::vector<IdentityFinding> judge_voices(const Comparison& comparison,
                                          const JudgeQuestion& question);

}  // namespace reshoot
