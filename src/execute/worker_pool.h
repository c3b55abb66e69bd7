// SPDX-License-Identifier: Apache-2.0
#pragma once
// Threads that do jobs and post what came of them. They know no ledger.

#include <condition_variable>
#include <deque>
#include <thread>
#include <vector>

#include "base/sync.h"
#include "execute/inbox.h"
#include "execute/job.h"

namespace reshoot {

class WorkerPool {
 public:
  /// Answers are posted to `inbox`, one per job. Both references outlive the pool. No threads: who
  /// starts a job does it, so that a simulation is the same each time.
  WorkerPool(int threads, const WorkPlace& place, Inbox& inbox);
  /// Ends the threads after the jobs that they have begun.
  ~WorkerPool();
  void start(Job job);

 private:
  struct Queue {
    std::deque<Job> jobs;
    bool closed = false;
  };
  void work();

  const WorkPlace& place_;
  Inbox& inbox_;
  Synced<Queue> queue_;
  std::condition_variable changed_;
  std::vector<std::thread> threads_;
};

}  // namespace reshoot
