// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity report as JUnit XML: one test case per clip, so that any CI server can show it.

#include <string>

#include "base/source.h"
#include "report/identity_report.h"

namespace reshoot {

/// A clip that may not ship is a failure (types `fail` and `unsure`) or, where it could not be
/// judged, an error (types `na` and `not_measured`). Clips without a take, and those that ship
/// unjudged, are skipped; what ships with warnings, by its policy or by a person's choice passes
/// and says so.
std::string identity_junit(const IdentityReport& report, const SourceMap& sources);

}  // namespace reshoot
