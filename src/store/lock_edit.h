// SPDX-License-Identifier: Apache-2.0
#pragma once
// Changes of single blocks of a lock. Pure.

#include <string_view>

#include "store/lock_file.h"

namespace reshoot {

/// The clip has this block from now on; where a merge had left two, that is settled.
void set_block(LockReading& reading, LockedTake take);

/// The clip has no block any more, disputed or not. Answers whether it had one.
bool drop_block(LockReading& reading, std::string_view clip);

/// No clip has a block of this take any more.
void drop_take(LockReading& reading, const Digest& key, const Digest& blob);

}  // namespace reshoot
