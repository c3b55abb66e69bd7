// SPDX-License-Identifier: Apache-2.0
#pragma once
// The live block at the bottom of a terminal, as lines. Pure.

#include <vector>

#include "cli/progress/output.h"
#include "cli/progress/tally.h"
#include "report/styled_text.h"

namespace reshoot {

/// A bar with counts, what runs now (at most 4 lines, fewer on a low terminal), times and money.
/// Each line is narrower than the terminal, so that nothing wraps.
std::vector<StyledText> progress_block(const BuildTally& tally, Steady now, TerminalSize size);

}  // namespace reshoot
