// SPDX-License-Identifier: Apache-2.0
#pragma once
// Are the blobs that the ledger knows here, and are they whole?

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/cancel.h"
#include "store/blobs.h"
#include "store/ledger.h"

namespace reshoot {

enum class FindingKind {
  damaged,  ///< its bytes are not what its name says
  missing,  ///< the ledger knows it, and it is not here
  stray,    ///< here, and the ledger does not know it: left by a crash, or by somebody
};
std::string_view name_of(FindingKind kind);

/// What the ledger knows a blob as.
enum class BlobRole { take, artifact, unknown };

struct Finding {
  FindingKind kind = FindingKind::stray;
  std::optional<Digest> digest;  ///< nullopt: a stray file whose name is no digest
  std::uint64_t bytes = 0;       ///< as recorded; of a stray, as found
  BlobRole role = BlobRole::unknown;
  std::vector<std::string> takes;  ///< uuids of the takes that have these bytes
  std::filesystem::path file;      ///< where it is or should be
  bool quarantined = false;        ///< damaged, and moved aside
  bool in_remote = false;          ///< it is the remote's copy; then the ledger knows it as a take
  bool healed = false;             ///< a whole copy from the other side has taken its place
};

/// A blob that should be there.
struct ExpectedBlob {
  std::uint64_t bytes = 0;
  BlobRole role = BlobRole::unknown;  ///< `take` where it is both
  std::vector<std::string> takes;
};
using ExpectedBlobs = std::unordered_map<Digest, ExpectedBlob, DigestHash>;

/// The blobs that these rows need. Takes that were `collected` need none. Pure.
ExpectedBlobs expected_blobs(const std::vector<Take>& takes,
                             const std::vector<Artifact>& artifacts);

struct VerifyOptions {
  bool quarantine = false;  ///< move damaged blobs aside, so that they are never served
  const Cancel* cancel = nullptr;
  std::function<void(std::uint64_t bytes_read)> progress;  ///< after each blob; may be empty
};

/// Reads every known blob again. Findings are sorted by file. Errors: `cancelled`, or a file that
/// could not be read.
Result<std::vector<Finding>> verify_store(const Ledger& ledger, const BlobStore& blobs,
                                          const VerifyOptions& options);

}  // namespace reshoot
