// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity report as GitHub annotations, one per cause: GitHub shows few of a step.

#include <string>

#include "base/source.h"
#include "report/identity_report.h"

namespace reshoot {

/// Errors, warnings and notices as in SARIF. Each stands at the scene of its first clip and lists
/// all of its clips.
std::string identity_github(const IdentityReport& report, const SourceMap& sources);

}  // namespace reshoot
