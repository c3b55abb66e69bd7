// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is known when a plan is made: ledger rows and the blobs that are here. Values, no
// connection.

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "store/blobs.h"
#include "store/ledger.h"

namespace reshoot {

struct Facts {
  std::unordered_map<Digest, std::vector<Take>, DigestHash>
      takes;                                                   ///< by clip key, in order of number
  std::unordered_map<Digest, Artifact, DigestHash> artifacts;  ///< by step key
  std::unordered_set<Digest, DigestHash> blobs;                ///< present in the store
  std::unordered_map<std::string, Selection> selections;       ///< by clip
  std::unordered_map<Digest, std::string, DigestHash> pins;  ///< newest pin per clip key: take uuid
  std::unordered_map<std::string, RetakeRequest> retakes;    ///< open ones, by clip
  MoneyTotals money;                                         ///< of this campaign, over all runs
};

/// Reads all that a plan of this campaign needs in a few bulk queries and one look at the blob
/// folder.
Result<Facts> load_facts(const Ledger& ledger, const BlobStore& blobs, std::string_view campaign);

}  // namespace reshoot
