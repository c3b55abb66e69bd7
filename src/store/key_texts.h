// SPDX-License-Identifier: Apache-2.0
#pragma once
// The key text of a take, where the last build of its campaign still had that key.

#include <string>
#include <unordered_map>

#include "store/ledger.h"

namespace reshoot {

/// Asks the ledger once per campaign; the ledger outlives it.
class KeyTexts {
 public:
  explicit KeyTexts(const Ledger& ledger) : ledger_(&ledger) {}

  /// The text whose SHA-256 is the take's clip key; empty: it is not known any more.
  Result<std::string> of(const Take& take);

 private:
  using Steps = std::unordered_map<Digest, std::string, DigestHash>;  ///< step id by key
  Result<const Steps*> steps_of(const std::string& campaign);

  const Ledger* ledger_;
  std::unordered_map<std::string, Steps> campaigns_;
};

}  // namespace reshoot
