// SPDX-License-Identifier: Apache-2.0
// What clips are sent with and is made here: once each, before any row of their takes is written.

#include <utility>

#include "execute/engine_run.h"

namespace reshoot {

/// True where all that the clip is sent with is here; else it is being made, and the clip goes on
/// when it is.
Result<bool> EngineRun::is_prepared(StepIndex index, const GenerateStep& step) {
  bool all_here = true;
  for (Preparation& one : preparations_of(step.request, graph_.tools)) {
    if (const auto made = find_made(books_.facts(), one.key)) {
      std::vector<std::string> notes;  // what is damaged is made again, without a new plan
      TRY_ASSIGN(const bool whole, blobs_.check(made->blob, notes));
      if (whole) {
        continue;
      }
    }
    all_here = false;
    const auto [waiting, is_new] = preparing_.try_emplace(one.key);
    waiting->second.insert(index);
    if (is_new) {
      ++busy_;
      pool_.start({index, PrepareJob{one.key, {one.work, std::move(one.sources)}}});
    }
  }
  return all_here;
}

Result<void> EngineRun::on_prepared(const PrepareDone& done) {
  --busy_;
  const std::set<StepIndex> waiting = std::move(preparing_.extract(done.key).mapped());
  if (!done.result) {
    for (const StepIndex step : waiting) {
      TRY(give_up_prepared(step, done.result.error()));
    }
    return {};
  }
  const Produced& produced = *done.result;
  blobs_.add(produced.blob.digest);
  TRY(books_.record_artifact(done.key, {produced.blob.digest, produced.blob.bytes,
                                        produced.output.frames, produced.output.has_sound}));
  std::vector<StepIndex> ready;
  for (const StepIndex step : waiting) {
    if (interrupted_ || !paid_) {
      TRY(give_up_prepared(step, {ErrorKind::cancelled, "stopped", {}}));
      continue;
    }
    TRY_ASSIGN(const bool all_here,
               is_prepared(step, std::get<GenerateStep>(graph_.steps[step].what)));
    if (all_here) {
      ready.push_back(step);
    }
  }
  return ready.empty() ? Result<void>() : shoot_at_providers(ready);
}

/// It no longer waits for anything else: a step fails once.
Result<void> EngineRun::give_up_prepared(StepIndex step, const Error& error) {
  for (auto& [key, steps] : preparing_) {
    steps.erase(step);
  }
  return fail(step, error);
}

}  // namespace reshoot
