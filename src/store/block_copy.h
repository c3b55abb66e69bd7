// SPDX-License-Identifier: Apache-2.0
#pragma once
// Copies a file of any size block by block, so that it can be watched and stopped.

#include <optional>

#include "base/unique_fd.h"
#include "store/remote.h"

namespace reshoot {

/// Why a copy ended early.
struct CopyFailure {
  enum class Side { reading, writing, cancelled };
  Side side = Side::cancelled;
  int error_number = 0;  ///< an errno value; 0 where it was cancelled
};

/// Copies from where `from` stands to its end, then makes the bytes durable. nullopt: all is there.
std::optional<CopyFailure> copy_blocks(const UniqueFd& from, const UniqueFd& to,
                                       const Transfer& transfer);

}  // namespace reshoot
