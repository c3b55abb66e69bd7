// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a worker does for a step: run it, prepare its inputs, fetch a take, push a take. Knows no
// ledger.

#include <variant>
#include <vector>

#include "base/cancel.h"
#include "execute/event.h"
#include "graph/step_runner.h"
#include "store/blobs.h"
#include "store/shared_takes.h"

namespace reshoot {

/// A step's own work.
struct RunJob {
  StepWork work;
  std::vector<InputFile>
      sources;  ///< files outside the store that it reads; must not change meanwhile
};

/// Makes what clips are sent with, under the key of its own step.
struct PrepareJob {
  Digest key;
  RunJob run;
};

/// Brings the bytes of a take here. `known`: its facts need not be found out.
struct FetchJob {
  Digest clip_key;
  Digest blob;
  std::uint64_t bytes = 0;  ///< that it must have
  bool here = false;        ///< in the store already: only its facts are wanted
  bool known = false;
};

/// Asks the remote for any take of a key but those that are known here.
struct AskJob {
  Digest clip_key;
  std::vector<Digest> known;
};

/// Copies a take to the remote.
struct PushJob {
  TakeRecord record;
};

/// Looks into what a provider has made and takes it into the store.
struct KeepJob {
  TakeId take = 0;
  std::filesystem::path file;
};

/// Work by value, so that threads share nothing.
struct Job {
  /// Of a PrepareJob: one of those that wait for it. Means nothing to a KeepJob: no clip may wait
  /// for its take.
  StepIndex step = 0;
  std::variant<RunJob, FetchJob, PushJob, AskJob, PrepareJob, KeepJob, CheckJob> what;
};

/// What jobs are done with. Safe from several threads.
struct WorkPlace {
  const StepRunner& runner;
  const BlobStore& blobs;
  const SharedTakes* remote = nullptr;  ///< nullptr: there is none
  const Cancel& cancel;
  const IdentityAccess* identity = nullptr;  ///< nullptr: no take is checked
};

/// Does the job on this thread and answers with its event. Nothing is thrown.
Event do_job(const Job& job, const WorkPlace& place);

}  // namespace reshoot
