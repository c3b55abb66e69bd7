// SPDX-License-Identifier: Apache-2.0
#pragma once
// Two sides of a lock as one, clip by clip. Pure.

#include <optional>

#include "store/lock_block.h"
#include "store/lock_file.h"
#include "store/lock_sides.h"
#include "store/lock_source.h"

namespace reshoot {

/// Settles what parse_lock() says is settled; the rest are disputes, by clip.
LockReading merge_sides(const LockSource& source, const LockSides& sides, LockSide ours,
                        LockSide theirs, std::optional<LockSide> base);

}  // namespace reshoot
