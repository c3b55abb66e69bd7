// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes that are at a provider: where, since when, until when. Pure.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "report/styled_text.h"
#include "store/job.h"

namespace reshoot {

/// A take that has been sent and is not here, or in doubt.
struct OpenTake {
  std::string clip;  ///< its clip's name, or the first digits of its key
  OpenJob job;
};

/// `at gmi since 2026-11-20 09:30 UTC`, `ready at gmi until ...`
std::string whereabouts(const OpenJob& job);

/// A table of those that are out, then those in doubt with what settles them; empty: there are
/// none.
std::string open_takes_text(const std::vector<OpenTake>& takes, const TextStyle& style);
nlohmann::ordered_json open_takes_json(const std::vector<OpenTake>& takes);

}  // namespace reshoot
