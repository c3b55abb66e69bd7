// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity report as one HTML file that needs nothing else: no network, no script for its
// content.

#include <string>

#include "base/source.h"
#include "report/identity_report.h"

namespace reshoot {

/// The whole file. It holds the crops of the report, so it may hold faces: whoever writes it keeps
/// it private (0600). It says so itself.
std::string html_page(const IdentityReport& report, const SourceMap& sources);

}  // namespace reshoot
