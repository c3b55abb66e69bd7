// SPDX-License-Identifier: Apache-2.0
#pragma once
// Two takes of one clip side by side: what was measured of each, and what it is worth.

#include <string>
#include <vector>

#include "report/checked_clip.h"
#include "report/identity_report.h"
#include "report/styled_text.h"

namespace reshoot {

/// Both sides are of the same clip and cast. A side without a comparison was not measured.
struct TakeComparison {
  std::string campaign;
  std::vector<ReportedCharacter> characters;  ///< in the campaign's order
  CheckedClip first, second;
};

std::string take_compare_text(const TakeComparison& takes, const TextStyle& style);
std::string take_compare_json(const TakeComparison& takes);

}  // namespace reshoot
