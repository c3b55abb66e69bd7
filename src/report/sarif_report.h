// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity report as SARIF 2.1.0: each finding on the line of its scene.

#include <string>
#include <string_view>

#include "base/source.h"
#include "report/identity_report.h"

namespace reshoot {

/// A rule per FindingCode. What keeps a clip from shipping is an error, what only warns or is let
/// pass by a policy a warning, what a person accepted a note that is suppressed with the reason.
/// `version` is the tool's.
std::string identity_sarif(const IdentityReport& report, const SourceMap& sources,
                           std::string_view version);

}  // namespace reshoot
