// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is damaged or missing on one side, made whole from the other: the store and its remote.

#include <vector>

#include "store/health.h"
#include "store/shared_takes.h"
#include "store/transfer.h"

namespace reshoot {

/// Goes over what verify_store() has found, and reads the remote's copies of the takes that the
/// ledger knows. Takes that are damaged or missing here are fetched; copies there that are damaged,
/// or that were pushed and are gone, are put there again where they are whole here. `findings` gets
/// those of the remote, and `healed` where that worked. Bytes that are whole nowhere stay as found.
/// Errors: `cancelled`, the remote cannot be reached any more, or the ledger fails.
Result<void> heal_store(std::vector<Finding>& findings, Ledger& ledger, const BlobStore& blobs,
                        const SharedTakes& remote, const TransferWatch& watch);

}  // namespace reshoot
