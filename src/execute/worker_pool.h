// SPDX-License-Identifier: Apache-2.0
#pragma once
// Threads that do the work of steps: run, hash, put into the store, report. They know no ledger.

#include <condition_variable>
#include <deque>
#include <thread>
#include <vector>

#include "base/cancel.h"
#include "base/sync.h"
#include "execute/inbox.h"
#include "graph/step_runner.h"
#include "store/blobs.h"

namespace reshoot {

/// Work by value, so that threads share nothing.
struct Job {
  StepIndex step = 0;
  StepWork work;
  std::vector<InputFile>
      sources;  ///< files outside the store that it reads; must not change meanwhile
};

class WorkerPool {
 public:
  /// All references outlive the pool. Answers are posted to `inbox`, one per job.
  WorkerPool(int threads, const StepRunner& runner, const BlobStore& blobs, Inbox& inbox,
             const Cancel& cancel);
  /// Ends the threads after the jobs that they have begun.
  ~WorkerPool();
  void start(Job job);

 private:
  struct Queue {
    std::deque<Job> jobs;
    bool closed = false;
  };
  void work();
  Result<Produced> run(const Job& job) const;

  const StepRunner& runner_;
  const BlobStore& blobs_;
  Inbox& inbox_;
  const Cancel& cancel_;
  Synced<Queue> queue_;
  std::condition_variable changed_;
  std::vector<std::thread> threads_;
};

}  // namespace reshoot
