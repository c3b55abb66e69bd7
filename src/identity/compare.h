// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who of the campaign is seen and heard in a clip. Pure: measurement and likenesses in, numbers
// out.

#include <cstdint>
#include <vector>

#include "identity/comparison.h"
#include "identity/likeness.h"
#include "identity/measurement.h"

namespace reshoot {

/// Part of the key of a comparison: another number, other results.
constexpr int compare_revision = 2;

/// What a clip is asked about. All indices are into `characters`.
struct CompareQuestion {
  /// Of all characters of the campaign, in its order; nullptr: it could not be learnt.
  std::vector<const Likeness*> characters;
  std::vector<std::uint32_t> cast;   ///< of the scene, in its order; may be empty
  std::vector<std::uint32_t> lines;  ///< who speaks each line: indices into `cast`
};

/// Tracks are given to cast members so that the sum of similarities is largest, at most one track
/// of a moment to each; who is left over is a stranger where it is seen long enough.
Comparison compare(const Measurement& clip, const CompareQuestion& question);

}  // namespace reshoot
