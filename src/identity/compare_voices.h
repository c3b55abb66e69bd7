// SPDX-License-Identifier: Apache-2.0
#pragma once
// The spoken lines of a scene against the speech that was found in its clip.

#include "identity/compare.h"

namespace reshoot {

/// One per line, in order. Lines and stretches of speech keep their order; where there are more of
/// one than of the other, neighbours share.
std::vector<HeardLine> compare_voices(const Measurement& clip, const CompareQuestion& question);

}  // namespace reshoot
