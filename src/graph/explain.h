// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a step is stale: its key's fields now against the key text of its last successful build.

#include <string>
#include <vector>

#include "base/source.h"
#include "graph/key.h"

namespace reshoot {

/// One field that differs. `was` or `now` is empty where the field was not, or is no longer, there.
/// A step that never ran has the one reason `{field: "new"}`.
struct Reason {
  std::string field;
  std::string was;
  std::string now;
  Span at;  ///< where `now` is written; none for fields that no file holds
};

/// Differences in the order of the fields now; fields that are gone come last.
std::vector<Reason> differences(const std::vector<KeyField>& was, const std::vector<KeyField>& now);

/// `${1}` in a symbolic prompt as `${maya}` again, for people.
std::string with_cast_names(std::string_view symbolic, const std::vector<std::string>& cast);

}  // namespace reshoot
