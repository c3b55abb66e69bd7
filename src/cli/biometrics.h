// SPDX-License-Identifier: Apache-2.0
#pragma once
// Removing what was measured of faces and voices: nothing that cost money goes with it.

#include "base/result.h"
#include "cli/options.h"
#include "store/store.h"

namespace reshoot {

/// `cache gc --biometrics`: all measurements, likenesses and comparisons, of all campaigns of the
/// store. Reports under out/ are not looked for. The caller holds the build lock.
Result<void> remove_biometrics(const Options& options, Store& store);

}  // namespace reshoot
