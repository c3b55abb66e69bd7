// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a worker does to tell who is seen in a take: measure its bytes, hold them against the
// characters. Knows no ledger and no verdict.

#include <optional>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"
#include "catalog/identity_model.h"
#include "identity/comparison.h"
#include "identity/likeness.h"
#include "identity/measurer.h"
#include "plan/identity_keys.h"
#include "store/blobs.h"

namespace reshoot {

/// What takes are measured with and held against. `measurer` outlives it.
struct IdentityAccess {
  const Measurer* measurer = nullptr;
  IdentityModels models;
  std::vector<std::optional<Likeness>> likenesses;  ///< of all characters, in the campaign's order
};

/// One take of one scene.
struct CheckJob {
  Digest take;                        ///< its bytes, which are in the store
  std::optional<Digest> measurement;  ///< blob of what was measured in it already
  MeasureNeeds needs;
  ScenePart part;
};

struct CheckedTake {
  std::optional<Blob> measured;  ///< a new measurement, in the store
  Digest measurement;            ///< its blob, or the one that there was
  Comparison comparison;
};

/// A take that cannot be decoded is measured as one with a gap: that is a verdict, not an error. A
/// measurement that is damaged or gone is made anew. Errors, of which nothing is stored: `corrupt`
/// where the take's bytes in the store are not its own (any more), others as Measurer has them.
Result<CheckedTake> check_take(const CheckJob& job, const IdentityAccess& identity,
                               const BlobStore& blobs, const Cancel& cancel);

/// Writes bytes into the store.
Result<Blob> put_bytes(const std::string& bytes, const BlobStore& blobs);
/// Reads a blob that holds a few megabytes at most; `corrupt` where its bytes are not what its
/// digest says.
Result<std::string> read_blob(const Digest& digest, const BlobStore& blobs);

}  // namespace reshoot
