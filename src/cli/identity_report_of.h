// SPDX-License-Identifier: Apache-2.0
#pragma once
// Gathers the report of the identity gate from what a session knows.

#include "base/cancel.h"
#include "cli/session.h"
#include "report/identity_report.h"

namespace reshoot {

enum class Crops { none, for_people };

/// Of the plan's clips. Crops are read from the takes' bytes, for the clips that fall short first.
Result<IdentityReport> identity_report(const Session& session, const Plan& plan, Crops crops,
                                       Wall now, const Cancel& cancel);

}  // namespace reshoot
