// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `cache push` and `cache pull` have done, in words and as JSON.

#include <string>

#include "report/styled_text.h"
#include "store/transfer.h"

namespace reshoot {

enum class ShareDirection { push, pull };

/// `place`: the remote. What failed is listed with what to do; ends with a line break.
std::string share_text(ShareDirection direction, const std::string& place,
                       const TransferOutcome& outcome, const TextStyle& style);
std::string share_json(ShareDirection direction, const std::string& place,
                       const TransferOutcome& outcome);

}  // namespace reshoot
