// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long a scene's prompt is as its model gets it: with the cast bound and the spoken lines.

#include <cstddef>
#include <optional>
#include <vector>

#include "campaign/model.h"

namespace reshoot {

/// Its length in code points where that is more than `most`; nullopt: it fits.
std::optional<std::size_t> prompt_beyond(std::size_t most, const Scene& scene,
                                         const std::vector<Character>& characters);

}  // namespace reshoot
