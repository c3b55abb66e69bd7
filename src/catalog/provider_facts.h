// SPDX-License-Identifier: Apache-2.0
#pragma once
// What holds for all models of a provider: its limits, and what is known of jobs, results and
// uploads.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/account_limits.h"
#include "catalog/evidence.h"

namespace reshoot {

/// Whether a submit without an answer can be settled.
enum class Idempotency {
  none,    ///< sent twice is made twice
  key,     ///< the same request with the same key is the same job
  look_up  ///< the job carries an id that we choose, so it can be asked for
};
/// `none`, `key`, `look-up`
std::string_view name_of(Idempotency idempotency);

/// The defaults are what a provider of which nothing is known is taken for.
struct ProviderFacts {
  std::string provider;
  AccountLimits account;
  Idempotency idempotency = Idempotency::none;
  bool lists_jobs = false;                        ///< its jobs can be listed
  std::optional<std::chrono::hours> result_life;  ///< nullopt: not known, so fetch at once
  bool public_uploads = true;                     ///< anybody with its URL can read an input
  /// By figure, as in a catalog file: `at_once`, `result_hours`.
  std::vector<FigureEvidence> evidence;
};

}  // namespace reshoot
