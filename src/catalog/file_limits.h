// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a model takes of one kind of input file.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/media_type.h"
#include "base/units.h"

namespace reshoot {

struct FileLimits {
  std::vector<MediaType> types;    ///< empty: all that a campaign may name
  std::uint64_t bytes = 0;         ///< at most; 0: no limit is known
  std::int32_t side_from = 0;      ///< pixels, of the shorter side; 0: no limit is known
  std::int32_t side_to = 0;        ///< pixels, of the longer side; 0: no limit is known
  std::int32_t widest = 0;         ///< longer to shorter side, at most; 0: no limit is known
  std::optional<Length> shortest;  ///< of a clip or sound
  std::optional<Length> longest;
};

}  // namespace reshoot
