// SPDX-License-Identifier: Apache-2.0
#include "catalog/evidence.h"

#include <algorithm>

#include "catalog/choice_text.h"
#include "catalog/evidence_row.h"

namespace reshoot {

std::string_view name_of(Sure sure) {
  return choice_text(sure);
}

const Evidence* find_evidence(const std::vector<FigureEvidence>& all, std::string_view figure) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const FigureEvidence& one) { return one.figure == figure; });
  return found == all.end() ? nullptr : &found->evidence;
}

}  // namespace reshoot
