// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where the providers of a campaign keep what they are sent, and what this workspace allows.

#include "base/cancel.h"
#include "base/clock.h"
#include "cli/project.h"
#include "plan/consent.h"

namespace reshoot {

/// The hosts are those of the base URLs that a build would call; no key is needed for that, and
/// nothing is called. Where they cannot be read, the providers' own.
UploadRules upload_rules(const Project& project, const Clock& clock, const Cancel& cancel);

}  // namespace reshoot
