// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings the sound of a whole video to its loudness, peaks in check. Knows nothing of codecs.

#include <optional>
#include <string>

#include "assemble/sound_file.h"
#include "base/result.h"
#include "base/units.h"

namespace reshoot {

/// Highest peak of a finished video, also between samples: -1 dBTP (EBU R 128), as a factor.
constexpr double peak_ceiling = 0.8912509;

/// What a Limiter is to be given.
struct Mastering {
  double gain = 1;
  std::string warning;  ///< for people: why the asked loudness is not reached; else empty
};

/// Reads all of `sound`, where peaks are in the way several times. Silence stays as it is, and
/// nothing is raised by more than 30 dB: below that there is only noise. Leaves `sound` rewound.
Result<Mastering> plan_mastering(SoundFile& sound, Loudness target);

}  // namespace reshoot
