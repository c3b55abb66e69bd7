// SPDX-License-Identifier: Apache-2.0
#pragma once
// Downloads a file piece by piece, so that a broken connection or Ctrl-C loses no more than the
// piece that is on its way. Knows no digest: whoever uses the file checks it.

#include <cstdint>
#include <functional>
#include <string>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "cli/pull/part_file.h"
#include "network/transport.h"

namespace reshoot {

/// The network as downloads use it. All outlive the calls.
struct DownloadAccess {
  Transport& transport;
  const Clock& clock;
  const Cancel& cancel;
  /// Called about once a second with the bytes that came since the last call.
  std::function<void(std::uint64_t bytes)> progress;
};

/// May this URL be downloaded from? https, or plain http to this machine. Errors: `environment`.
Result<NetworkRule> download_rule(const std::string& url);

/// Brings `part` from what it holds to `bytes`, the size that the file is known to have. A server
/// that knows no ranges sends the whole. Errors: `environment` (the file is not there, it has
/// another size, the disk), `transient`, `corrupt`, `cancelled`; what has come is kept.
Result<void> download_model(const std::string& url, std::uint64_t bytes, PartFile& part,
                            const DownloadAccess& access);

}  // namespace reshoot
