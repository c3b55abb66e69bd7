// SPDX-License-Identifier: Apache-2.0
#pragma once
// Push and pull of a whole store: what one take does wrong does not stop the others.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "store/blobs.h"
#include "store/ledger.h"
#include "store/shared_takes.h"
#include "store/transfer_plan.h"

namespace reshoot {

/// How far a push or a pull is.
struct TransferState {
  int done = 0;  ///< takes, with those that failed
  int total = 0;
  std::uint64_t bytes = 0;
  std::uint64_t total_bytes = 0;
};

struct TransferWatch {
  const Cancel* cancel = nullptr;                      ///< may be nullptr
  std::function<void(const TransferState&)> progress;  ///< may be empty
};

struct FailedTransfer {
  std::string take;  ///< as WantedTake::name
  Error error;
};

struct TransferOutcome {
  int moved = 0;            ///< takes whose bytes were copied
  std::uint64_t bytes = 0;  ///< of those
  int already = 0;          ///< takes that were where they should be
  int absent = 0;           ///< pull: neither here nor in the remote
  int adopted = 0;          ///< pull: new to the ledger
  int without_record = 0;   ///< pull: bytes that only a build can tell the ledger of
  std::vector<FailedTransfer> failures;
  std::optional<Error> stopped;  ///< `cancelled`, or the remote has gone: the rest was not tried
};

/// Error: the folder is empty, and takes were pushed there before: a drive that is not mounted.
Result<void> check_remote(const Ledger& ledger, const SharedTakes& remote);

/// For who misses takes. Error: nothing was ever pushed there; a drive that is not mounted, or a
/// team that has not begun.
Result<void> check_begun(const SharedTakes& remote);

/// Copies to the remote what it lacks of the ledger's takes, by asking the remote itself; keeps in
/// the ledger what is there. Error: the remote cannot be reached at all, or the ledger fails.
Result<TransferOutcome> push_takes(Ledger& ledger, const BlobStore& blobs,
                                   const SharedTakes& remote, const TransferWatch& watch);

/// The same for some of the takes; each has bytes here.
Result<TransferOutcome> push_takes(const std::vector<Take>& takes, Ledger& ledger,
                                   const BlobStore& blobs, const SharedTakes& remote,
                                   const TransferWatch& watch);

/// Brings here what takes_to_bring() wants and the remote has, and adopts what the ledger does not
/// know. Errors as of push_takes(); also where something is missing here and nothing was
/// ever pushed there.
Result<TransferOutcome> pull_takes(Ledger& ledger, const BlobStore& blobs,
                                   const SharedTakes& remote, const std::vector<LockedTake>& locked,
                                   const TransferWatch& watch);

}  // namespace reshoot
