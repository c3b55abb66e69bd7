// SPDX-License-Identifier: Apache-2.0
#pragma once
// Between what is known of takes and what workers measure: jobs out of facts, rows out of results.

#include <string_view>

#include "campaign/model.h"
#include "execute/take_check.h"
#include "plan/facts.h"
#include "store/ledger.h"

namespace reshoot {

/// What was measured already is not measured again.
CheckJob check_job_of(const Campaign& campaign, const Scene& scene, const Digest& take,
                      const Gate& gate, const IdentityModels& models);

/// Writes a comparison and its verdict, and takes both into the facts. Part of the transaction that
/// is open.
Result<void> record_checked(const Campaign& campaign, const Scene& scene, const Digest& take,
                            const CheckedTake& checked, const IdentityModels& models,
                            Ledger& ledger, Facts& facts);

/// The clip has no pin of its own any more.
Result<void> drop_retake_pin(std::string_view campaign, const ClipAt& at, Ledger& ledger,
                             Facts& facts);

}  // namespace reshoot
