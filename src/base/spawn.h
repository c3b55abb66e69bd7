// SPDX-License-Identifier: Apache-2.0
#pragma once
// Starts one child program with pipes to it. Part of base/process: nothing else starts children.

#include <sys/types.h>

#include "base/process.h"
#include "base/unique_fd.h"

namespace reshoot {

/// A started child, the leader of its own process group, and our ends of its pipes (non-blocking).
struct Child {
  pid_t pid = -1;
  UniqueFd input;  ///< not open where the spec has no input: the child reads /dev/null
  UniqueFd output;
  UniqueFd errors;
};

/// Starts `program` with the arguments, folder and limits of `spec`. Errors: `environment`.
Result<Child> spawn(const ProcessSpec& spec, const std::filesystem::path& program);

}  // namespace reshoot
