// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes of which nobody knows whether they were billed: what a person looks for, and says then.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "report/styled_text.h"
#include "store/take.h"

namespace reshoot {

struct DoubtfulTake {
  Take take;
  std::string clip;      ///< its clip's name, or the first digits of its key
  std::string provider;  ///< empty: the ledger has no job of it
  std::string base_url;  ///< of the account that it was sent to
  std::string model;     ///< the provider's own id
  std::optional<Wall> sent;
  std::string job;     ///< the provider's id, where an answer has told it; else empty
  std::string prompt;  ///< how the prompt in its request begins; may be empty
};

/// How the prompt of a request begins, whatever its protocol: the first text that is called
/// `prompt`, else `script`, `input_text` or `text`. Any bytes are answered.
std::string prompt_in(std::string_view request);

/// `command`: how `reshoot resolve` is written for this ledger.
std::string doubts_text(const std::vector<DoubtfulTake>& takes, std::string_view command,
                        const TextStyle& style);
std::string doubts_json(const std::vector<DoubtfulTake>& takes);

}  // namespace reshoot
