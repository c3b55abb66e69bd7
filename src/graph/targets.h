// SPDX-License-Identifier: Apache-2.0
#pragma once
// TARGET words of the command line to the steps that are wanted.

#include <string>
#include <vector>

#include "base/result.h"
#include "campaign/model.h"
#include "graph/step.h"

namespace reshoot {

/// Per step: whether it is wanted, with everything that it needs. A target is a video (`launch`), a
/// scene (`welcome`) or a glob over both (`l0*`). No target: all videos; a campaign without videos:
/// all its scenes. A word that names nothing is a `usage` error with the closest name.
Result<std::vector<bool>> wanted_steps(const Graph& graph, const Campaign& campaign,
                                       const std::vector<std::string>& targets);

/// `*` any run of characters, `?` one character; anything else stands for itself.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace reshoot
