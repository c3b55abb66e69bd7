// SPDX-License-Identifier: Apache-2.0
#pragma once
// A provider's own words in an error: what of them people may see, and what they mean.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reshoot {

/// Printable, at most 300 cells, on one line; URLs lose their query strings (a signature may stand
/// there), and what looks like a key becomes `***`.
std::string quotable(std::string_view words);

/// What the words of a failure speak of: `refused_auth` (no credit), `rate_limited`,
/// `refused_content`, `campaign` (a bad field or file); nullopt: of none of these.
std::optional<ErrorKind> kind_of_words(std::string_view words);

std::string lower_case(std::string_view text);  ///< ASCII letters only

}  // namespace reshoot
