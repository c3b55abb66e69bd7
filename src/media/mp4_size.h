// SPDX-License-Identifier: Apache-2.0
#pragma once
// How large an MP4 says that its pictures are, and whether they are shown as they are stored.

#include <optional>
#include <string_view>

#include "base/units.h"

namespace reshoot {

/// As the description of a track's pictures (the body of `avc1` and its like) says; 0x0 where it
/// says too little.
Size described_size(std::string_view description);

/// The size of a track's pictures, coded and shown, where all agree on it: H.264's parameter set,
/// the description, the track's head; nothing turns them, and pixels are square. nullopt: only a
/// decoder knows. `track`, `movie`: the bodies of `trak` and `moov`. Pure; any bytes are answered.
std::optional<Size> plain_size(std::string_view track, std::string_view movie);

}  // namespace reshoot
