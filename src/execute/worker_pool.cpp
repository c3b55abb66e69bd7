// SPDX-License-Identifier: Apache-2.0
// Each thread takes a job, works in a scratch folder of its own and posts what came of it.

#include "execute/worker_pool.h"

#include <fmt/format.h>

#include <exception>

#include "store/crash_point.h"
#include "store/scratch.h"

namespace reshoot {
namespace {

/// A source that changed between its digest and its use would be remembered under the wrong key.
Result<void> check_unchanged(const std::vector<InputFile>& sources) {
  for (const InputFile& source : sources) {
    TRY_ASSIGN(const std::optional<FileStat> now, stat_file(source.path));
    if (now.value_or(FileStat{}) != source.stat) {
      return fail(ErrorKind::transient,
                  fmt::format("'{}' changed while it was being used", source.path.string()),
                  "run the build again: it takes the file as it is then");
    }
  }
  return {};
}

}  // namespace

WorkerPool::WorkerPool(int threads, const StepRunner& runner, const BlobStore& blobs, Inbox& inbox,
                       const Cancel& cancel)
    : runner_(runner), blobs_(blobs), inbox_(inbox), cancel_(cancel) {
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
    inbox_.post(WorkDone{job.step, run(job)});
  }
}

Result<Produced> WorkerPool::run(const Job& job) const try {
  const auto begun = std::chrono::steady_clock::now();
  if (cancel_.requested()) {
    return fail(ErrorKind::cancelled, "stopped before it began");
  }
  TRY_ASSIGN(const Scratch scratch, Scratch::create(blobs_.scratch()));
  TRY_ASSIGN(StepOutput output, runner_.run(job.work, scratch.path(), cancel_));
  TRY(check_unchanged(job.sources));
  crash_point("step.made");
  TRY_ASSIGN(const Blob blob, blobs_.put(output.file));
  const auto took = std::chrono::steady_clock::now() - begun;
  return Produced{blob, std::move(output),
                  std::chrono::duration_cast<std::chrono::milliseconds>(took)};
} catch (const std::exception& e) {
  return fail(ErrorKind::environment, fmt::format("the step stopped: {}", e.what()));
}

}  // namespace reshoot
