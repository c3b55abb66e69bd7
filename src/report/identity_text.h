// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity report for a terminal: clips against characters, worst first, then why clips fall
// short and what a person can do about it.

#include <string>

#include "base/source.h"
#include "report/identity_report.h"
#include "report/styled_text.h"

namespace reshoot {

/// Campaigns of many clips show only those that fall short or warn; the others in one line. Reasons
/// are wrapped, never cut.
std::string identity_text(const IdentityReport& report, const SourceMap& sources,
                          const TextStyle& style);

}  // namespace reshoot
