// SPDX-License-Identifier: Apache-2.0
#pragma once
// Exit codes, and which one wins where several apply.

#include "base/result.h"

namespace reshoot {

enum class ExitCode : int {
  done = 0,
  steps_failed = 1,  ///< also: `status -q` of a stale campaign
  usage = 2,         ///< usage or campaign error
  budget = 3,        ///< refused by budget
  needs_person = 4,  ///< held, lost or in doubt
  environment = 5,   ///< a tool, disk or permission is missing
  has_work = 6,      ///< `plan --exit-code` and there is work
  bug = 70,
  interrupted = 130,  ///< state saved
};

ExitCode exit_code_of(ErrorKind kind);

/// The one that is told: 70 > 130 > 5 > 2 > 3 > 4 > 1, then 6, then 0.
ExitCode worse(ExitCode a, ExitCode b);

}  // namespace reshoot
