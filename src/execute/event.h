// SPDX-License-Identifier: Apache-2.0
#pragma once
// What reaches the engine from outside its thread.

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

#include "base/result.h"
#include "execute/take_check.h"
#include "graph/step.h"
#include "graph/step_runner.h"
#include "network/transport.h"
#include "store/blobs.h"
#include "store/take_record.h"

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

/// The bytes of a take that somebody has made already; they are in the store.
struct FetchedTake {
  Blob blob;
  std::optional<TakeRecord>
      record;               ///< where it comes from, as far as that was asked for and is known
  std::int64_t frames = 0;  ///< looked up in the bytes where there is no record
  bool has_sound = false;   ///< likewise
};

/// A worker ended fetching a step's take.
struct FetchDone {
  StepIndex step = 0;
  Result<FetchedTake> result;
};

/// A worker has asked the remote whether it has a take of a step's key.
struct AskDone {
  StepIndex step = 0;
  Result<bool> result;
};

/// A worker ended copying a step's take to the remote.
struct PushDone {
  StepIndex step = 0;
  Result<std::uint64_t> result;  ///< bytes sent
};

/// A worker ended making what clips are sent with.
struct PrepareDone {
  Digest key;  ///< of its step
  Result<Produced> result;
};

/// A worker ended keeping the bytes of a take that a provider has made.
struct KeepDone {
  TakeId take = 0;
  Result<Produced> result;
};

/// A worker has measured a step's take and held it against the characters.
struct CheckDone {
  StepIndex step = 0;
  Result<CheckedTake> result;
};

/// A person pressed Ctrl-C, or the system asked us to end.
struct Interrupted {};

using Event = std::variant<WorkDone, FetchDone, PushDone, AskDone, PrepareDone, KeepDone, CheckDone,
                           NetworkEvent, Interrupted>;

}  // namespace reshoot
