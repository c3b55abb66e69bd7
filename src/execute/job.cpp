// SPDX-License-Identifier: Apache-2.0
// Work happens in a scratch folder of its own; bytes go into the store before anybody is told.

#include "execute/job.h"

#include <fmt/format.h>

#include <algorithm>
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

Result<Produced> run(const RunJob& job, const WorkPlace& place) {
  const auto begun = std::chrono::steady_clock::now();
  TRY_ASSIGN(const Scratch scratch, Scratch::create(place.blobs.scratch()));
  TRY_ASSIGN(StepOutput output, place.runner.run(job.work, scratch.path(), place.cancel));
  TRY(check_unchanged(job.sources));
  crash_point("step.made");
  TRY_ASSIGN(const Blob blob, place.blobs.put(output.file));
  const auto took = std::chrono::steady_clock::now() - begun;
  return Produced{blob, std::move(output),
                  std::chrono::duration_cast<std::chrono::milliseconds>(took)};
}

/// Bytes that lie here and that the ledger does not know: a damaged blob is moved aside.
Result<Blob> check_here(const Digest& digest, const BlobStore& blobs) {
  TRY_ASSIGN(const FileDigests found, digest_file(blobs.path_of(digest)));
  if (found.sha256 == digest) {
    return Blob{digest, found.size};
  }
  TRY(blobs.quarantine(digest));
  return fail(ErrorKind::corrupt,
              fmt::format("blob {} was damaged and has been moved aside", digest.text()));
}

Result<FetchedTake> fetch(const FetchJob& job, const WorkPlace& place) {
  FetchedTake fetched;
  if (job.here) {
    TRY_ASSIGN(fetched.blob, check_here(job.blob, place.blobs));
  } else {
    TRY_ASSIGN(fetched.blob,
               place.remote->fetch(job.blob, job.bytes, place.blobs, {&place.cancel, {}}));
  }
  if (job.known) {
    return fetched;
  }
  if (place.remote != nullptr) {
    TRY_ASSIGN(fetched.record, place.remote->find(job.clip_key, job.blob));
  }
  if (!fetched.record) {
    TRY_ASSIGN(const StepOutput looked,
               place.runner.inspect(place.blobs.path_of(job.blob), place.cancel));
    fetched.frames = looked.frames;
    fetched.has_sound = looked.has_sound;
  }
  return fetched;
}

Result<bool> ask(const AskJob& job, const WorkPlace& place) {
  TRY_ASSIGN(const SharedList list, place.remote->takes_of(job.clip_key));
  if (!list.unusable.empty()) {
    return tl::unexpected(list.unusable.front());
  }
  std::vector<Digest> blobs;
  for (const TakeRecord& take : list.records) {
    const bool known = std::find(job.known.begin(), job.known.end(), take.blob) != job.known.end();
    if (!take.rejected && !known) {
      blobs.push_back(take.blob);
    }
  }
  TRY_ASSIGN(const auto there, place.remote->present(blobs));
  return !there.empty();
}

/// What was paid for is kept even while the build is being stopped.
Result<Produced> keep(const KeepJob& job, const WorkPlace& place) {
  const auto begun = std::chrono::steady_clock::now();
  Result<StepOutput> output = place.runner.inspect(job.file, Cancel());
  if (!output) {
    std::error_code gone;
    std::filesystem::remove(job.file, gone);  // it lies at the provider
    return tl::unexpected(std::move(output.error()));
  }
  TRY_ASSIGN(const Blob blob, place.blobs.put(job.file));
  crash_point("take.kept");
  const auto took = std::chrono::steady_clock::now() - begun;
  return Produced{blob, *std::move(output),
                  std::chrono::duration_cast<std::chrono::milliseconds>(took)};
}

Result<std::uint64_t> push(const PushJob& job, const WorkPlace& place) {
  return place.remote->push(job.record, place.blobs, {&place.cancel, {}});
}

/// An answer of `work`, whatever happens in it.
template <class T, class Work>
Result<T> answer(Work work) try {
  return work();
} catch (const std::exception& e) {
  return fail(ErrorKind::environment, fmt::format("the step stopped: {}", e.what()));
}

template <class T, class Work>
Result<T> answer(const WorkPlace& place, Work work) {
  if (place.cancel.requested()) {
    return fail(ErrorKind::cancelled, "stopped before it began");
  }
  return answer<T>(work);
}

struct Worker {
  StepIndex step;
  const WorkPlace& place;

  Event operator()(const RunJob& job) const {
    return WorkDone{step, answer<Produced>(place, [&] { return run(job, place); })};
  }
  Event operator()(const FetchJob& job) const {
    return FetchDone{step, answer<FetchedTake>(place, [&] { return fetch(job, place); })};
  }
  Event operator()(const AskJob& job) const {
    return AskDone{step, answer<bool>(place, [&] { return ask(job, place); })};
  }
  Event operator()(const PushJob& job) const {
    return PushDone{step, answer<std::uint64_t>(place, [&] { return push(job, place); })};
  }
  Event operator()(const PrepareJob& job) const {
    return PrepareDone{job.key, answer<Produced>(place, [&] { return run(job.run, place); })};
  }
  Event operator()(const CheckJob& job) const {
    return CheckDone{step, answer<CheckedTake>(place, [&] {
                       return check_take(job, *place.identity, place.blobs, place.cancel);
                     })};
  }
  Event operator()(const KeepJob& job) const {
    return KeepDone{job.take, answer<Produced>([&] { return keep(job, place); })};
  }
};

}  // namespace

Event do_job(const Job& job, const WorkPlace& place) {
  return std::visit(Worker{job.step, place}, job.what);
}

}  // namespace reshoot
