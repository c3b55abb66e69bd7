// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity report for machines: every number that was measured, and what it was held against.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/source.h"
#include "report/identity_report.h"

namespace reshoot {

/// One object; without crops.
std::string identity_json(const IdentityReport& report, const SourceMap& sources);

/// A cosine or share with four decimals, as reports write it; null for what is no number.
nlohmann::ordered_json number_json(float value);
/// The numbers of a comparison. `names` are of the cast, in its order; `others` of all characters.
nlohmann::ordered_json comparison_json(const Comparison& comparison,
                                       const std::vector<std::string>& names,
                                       const std::vector<std::string>& others);
/// A verdict with its reasons.
nlohmann::ordered_json judgement_json(const Judgement& judgement,
                                      const std::vector<std::string>& names);

}  // namespace reshoot
