// SPDX-License-Identifier: Apache-2.0
#pragma once
// Blobs whose bytes are known to be what their names say: each is looked at once per build.

#include <string>
#include <unordered_set>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "store/store.h"

namespace reshoot {

class CheckedBlobs {
 public:
  explicit CheckedBlobs(Store& store) : store_(store) {}

  /// False where it is missing, or was damaged: then it is moved aside, and `notes` is told.
  Result<bool> check(const Digest& blob, std::vector<std::string>& notes);
  /// Its bytes have just been hashed.
  void add(const Digest& blob) { checked_.insert(blob); }

 private:
  Store& store_;
  std::unordered_set<Digest, DigestHash> checked_;
};

}  // namespace reshoot
