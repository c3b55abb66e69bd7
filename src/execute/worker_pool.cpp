// SPDX-License-Identifier: Apache-2.0
// Each thread takes a job, does it and posts what came of it.

#include "execute/worker_pool.h"

namespace reshoot {

WorkerPool::WorkerPool(int threads, const WorkPlace& place, Inbox& inbox)
    : place_(place), inbox_(inbox) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { work(); });
  }
}

WorkerPool::~WorkerPool() {
  queue_.lock()->closed = true;
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void WorkerPool::start(Job job) {
  if (threads_.empty()) {
    inbox_.post(do_job(job, place_));
    return;
  }
  queue_.lock()->jobs.push_back(std::move(job));
  changed_.notify_one();
}

void WorkerPool::work() {
  while (true) {
    Job job;
    {
      auto queue = queue_.lock();
      changed_.wait(queue.guard(), [&] { return queue->closed || !queue->jobs.empty(); });
      if (queue->jobs.empty()) {
        return;
      }
      job = std::move(queue->jobs.front());
      queue->jobs.pop_front();
    }
    inbox_.post(do_job(job, place_));
  }
}

}  // namespace reshoot
