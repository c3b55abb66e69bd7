// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which faces of neighbouring samples are one person, by place and by looks. Pure.

#include <vector>

#include "identity/measurement.h"

namespace reshoot {

/// Sets `track` of every face: numbers from 0, in order of appearance. Faces of two shots, of one
/// sample, and faces that look like different people are never of one track; a track may miss one
/// sample. `faces` are by sample; their `vector`s are rows of `vectors`.
void join_tracks(std::vector<FaceSample>& faces, const Vectors& vectors,
                 const std::vector<FrameSample>& samples);

}  // namespace reshoot
