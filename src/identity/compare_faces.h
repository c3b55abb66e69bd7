// SPDX-License-Identifier: Apache-2.0
#pragma once
// The people of a cast in a clip, and who else is seen.

#include "identity/compare.h"

namespace reshoot {

/// Fills the presences of the people of the cast and the strangers. `comparison` has its times and
/// a presence per cast member, with absent sightings.
void compare_faces(const Measurement& clip, const CompareQuestion& question,
                   Comparison& comparison);

}  // namespace reshoot
