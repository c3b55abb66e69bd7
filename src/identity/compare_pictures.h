// SPDX-License-Identifier: Apache-2.0
#pragma once
// The mascots and products of a cast in a clip. Nothing detects them: in each sampled frame the
// part that is most like one is taken for it, and its similarity says whether that is so.

#include "identity/compare.h"

namespace reshoot {

/// Fills the presences of the mascots and products of the cast. `comparison` as for faces.
void compare_pictures(const Measurement& clip, const CompareQuestion& question,
                      Comparison& comparison);

}  // namespace reshoot
