// SPDX-License-Identifier: Apache-2.0
// What workers have done becomes rows, facts and events; a finished video is put out.

#include <fmt/format.h>

#include <utility>

#include "execute/engine_run.h"
#include "store/crash_point.h"

namespace reshoot {

// Taking in what was done.
Result<void> EngineRun::on_done(WorkDone done) {
  --busy_;
  if (!done.result) {
    return fail(done.step, done.result.error());
  }
  const Produced& produced = *done.result;
  const Made made{produced.blob.digest, produced.blob.bytes, produced.output.frames,
                  produced.output.has_sound};
  crash_point("step.stored");
  blobs_.add(made.blob);
  StepFinished event = ran(done.step, produced);
  const Step& step = graph_.steps[done.step];
  if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
    TRY_ASSIGN(event.cost,
               books_.record_take(takes_.at(done.step), *generate, *decisions_.at(done.step), made,
                                  generate->cost.value_or(Money{}), produced.output.warnings));
    finished_.spent += event.cost;
    event.key = generate->key;
    return share(*generate, made, std::move(event));
  }
  event.key = key_of(graph_, step, made_);
  TRY(books_.record_artifact(event.key, made));
  return finish(made, std::move(event));
}

/// A take that others can have is done when they can have it.
Result<void> EngineRun::share(const GenerateStep& step, const Made& made, StepFinished event) {
  if (options_.remote == nullptr || interrupted_) {
    return finish(made, std::move(event));
  }
  ++busy_;
  pool_.start({event.step, PushJob{books_.shared_record(step, made.blob)}});
  sharing_.emplace(event.step, std::pair(made, std::move(event)));
  return {};
}

/// Where that failed, the take is here, and paid for: it is used, and the next build tries again.
Result<void> EngineRun::on_pushed(const PushDone& done) {
  --busy_;
  auto [made, event] = std::move(sharing_.extract(done.step).mapped());
  if (done.result) {
    TRY(books_.record_pushed(*options_.remote, made.blob));
  } else if (done.result.error().kind != ErrorKind::cancelled) {
    event.warnings.push_back("not in the remote yet: " + done.result.error().message);
    unshared_.push_back(done.result.error());
  }
  return finish(made, std::move(event));
}

/// Just before a take is paid for: nobody in the team may have made one meanwhile.
Result<void> EngineRun::on_asked(const AskDone& done) {
  --busy_;
  if (!done.result) {
    return fail(done.step, done.result.error());
  }
  const auto& step = std::get<GenerateStep>(graph_.steps[done.step].what);
  if (*done.result) {
    return plan_again(done.step, fmt::format("somebody has shared a take of '{}' meanwhile",
                                             campaign_.scenes[step.scene].name));
  }
  const bool ended = !step.model->local() && !paid_;  // after the ledger has failed
  if (interrupted_ || ended) {
    return fail(done.step, {ErrorKind::cancelled, "stopped", {}});
  }
  return shoot(done.step, step);
}

Result<void> EngineRun::on_fetched(const FetchDone& done) {
  --busy_;
  if (!done.result && done.result.error().kind == ErrorKind::corrupt) {
    const Error& error = done.result.error();
    return plan_again(done.step, fmt::format("{} ({})", error.message, error.help));
  }
  if (!done.result) {
    return fail(done.step, done.result.error());
  }
  const auto& step = std::get<GenerateStep>(graph_.steps[done.step].what);
  TRY_ASSIGN(const Made made,
             books_.record_fetched(step, *decisions_.at(done.step), *done.result, options_.remote));
  blobs_.add(made.blob);
  StepFinished event = step_found(done.step, step.key);
  event.fetched = true;
  return finish(made, std::move(event));
}

/// After the ledger has failed nobody takes it in: the next build brings it again.
Result<void> EngineRun::on_kept(const KeepDone& done) {
  --busy_;
  return paid_ ? paid_->on_kept(done) : Result<void>();
}

StepFinished EngineRun::ran(StepIndex step, const Produced& produced) {
  StepFinished event;
  event.step = step;
  event.ran = true;
  event.took = produced.took;
  event.warnings = produced.output.warnings;
  return event;
}

/// A clip is done once its take may ship; all else is done as it is.
Result<void> EngineRun::finish(const Made& made, StepFinished event) {
  const bool clip = graph_.steps[event.step].kind() == StepKind::generate;
  return clip ? admit(made, std::move(event)) : complete(made, std::move(event));
}

Result<void> EngineRun::complete(const Made& made, StepFinished event) {
  const StepIndex index = event.step;
  made_[index] = made;
  scheduler_.finish(index);
  BuildFinished::Count& count = count_of(index);
  ++(event.ran ? count.run : event.fetched ? count.fetched : count.hit);
  event.blob = made.blob;
  const Digest key = event.key;
  tell(std::move(event));
  TRY(books_.remember_step(index, key, made_));
  if (const auto* cut = std::get_if<CutStep>(&graph_.steps[index].what)) {
    return publish(index, *cut, made);
  }
  return {};
}

Result<void> EngineRun::fail(StepIndex index, const Error& error) {
  scheduler_.fail(index);
  if (paid_ && !options_.keep_going) {
    TRY(paid_->close());
  }
  if (error.kind == ErrorKind::cancelled) {
    ++count_of(index).not_started;
    return {};
  }
  ++count_of(index).failed;
  failures_.push_back(error);
  tell(StepFailed{index, error});
  return {};
}

Result<void> EngineRun::publish_hits() {
  for (const Decision& decision : plan_.decisions) {
    const auto* cut = std::get_if<CutStep>(&graph_.steps[decision.step].what);
    if (cut != nullptr && decision.made) {
      TRY(publish(decision.step, *cut, *decision.made));
    }
  }
  return {};
}

Result<void> EngineRun::publish(StepIndex index, const CutStep& cut, const Made& made) {
  TRY_ASSIGN(const bool whole, blobs_.check(made.blob, notes_));
  if (!whole) {
    return {};
  }
  TRY_ASSIGN(const std::optional<std::string> path,
             books_.publish(cut, made.blob, options_.workspace));
  if (path) {
    ++finished_.published;
    tell(VideoPublished{index, *path, made.bytes});
  }
  return {};
}

}  // namespace reshoot
