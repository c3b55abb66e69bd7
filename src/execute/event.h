// SPDX-License-Identifier: Apache-2.0
#pragma once
// What reaches the engine from outside its thread.

#include <chrono>
#include <variant>

#include "base/result.h"
#include "graph/step.h"
#include "graph/step_runner.h"
#include "store/blobs.h"

namespace reshoot {

/// A step's bytes, already in the store.
struct Produced {
  Blob blob;
  StepOutput output;  ///< its `file` is gone: it was moved into the store
  std::chrono::milliseconds took{0};
};

/// A worker ended a step.
struct WorkDone {
  StepIndex step = 0;
  Result<Produced> result;
};

/// A person pressed Ctrl-C, or the system asked us to end.
struct Interrupted {};

using Event = std::variant<WorkDone, Interrupted>;

}  // namespace reshoot
