// SPDX-License-Identifier: Apache-2.0
// What each answer to a shot means, and what may be done next. What nobody knows is in
// shot_doubt.cpp.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "execute/shot_calls.h"
#include "execute/shot_desk.h"
#include "network/network_rules.h"

namespace reshoot {
namespace {

// Questions may fail for this long in a row before the job is left to a later run.
constexpr Millis trouble_patience{300'000};
constexpr int most_downloads = 5;

}  // namespace

// Submitting.

void ShotDesk::submit(Index i) {
  Entry& entry = entries_[i];
  const Shot& shot = entry.shot;
  if (const auto against = objection_ ? objection_(shot) : std::nullopt) {
    give_up(i, *against);
    return;
  }
  Result<HttpRequest> request = shot.adapter->submit(shot.account, shot.order);
  if (!request) {
    give_up(i, request.error());
    return;
  }
  const auto* const body = std::get_if<std::string>(&request->body);
  entry.shot.request = body == nullptr ? std::string() : *body;
  actions_.emplace_back(RecordIntent{
      shot.take,
      {shot.account.provider, shot.account.base_url, shot.order.model, entry.shot.request}});
  entry.shot.take.state = TakeState::intent;
  entry.shot.sent = at_.wall;
  entry.holds_slot = true;
  entry.lane->pace.submitted(at_.now);
  set_stage(i, Stage::submitting);
  send(i, *std::move(request), patience_of(submit_patience), false);
}

void ShotDesk::on_submit(Index i, const NetworkEvent& event) {
  const Shot& shot = entries_[i].shot;
  if (const auto* const broken = std::get_if<Broken>(&event)) {
    after_refused_submit(i, refusal_of(*broken));
    return;
  }
  const Reply<Accepted> reply =
      shot.adapter->read_submit(std::get<Answered>(event).reply, at_.wall);
  if (reply) {
    accept(i, reply->job, reply->state);
  } else {
    after_refused_submit(i, reply.error());
  }
}

/// What may be done next is in the kind of the error; what nobody knows is looked up.
void ShotDesk::after_refused_submit(Index i, const Refusal& refusal) {
  Entry& entry = entries_[i];
  const Error& error = refusal.error;
  if (entry.is_unsure) {
    after_refused_repeat(i, refusal);
    return;
  }
  switch (error.kind) {
    case ErrorKind::rate_limited:
    case ErrorKind::transient:
      send_again_later(i, refusal);
      return;
    case ErrorKind::refused_content:
      refuse(i, error);
      return;
    case ErrorKind::refused_auth:
      give_up_account(*entry.lane, entry.shot.account.provider, error);
      give_up(i, error);
      return;
    case ErrorKind::campaign:
    case ErrorKind::environment:
      give_up(i, error);
      return;
    default:
      doubt(i, error.message);
      return;
  }
}

/// It was surely not accepted. Asking too fast says nothing against the take; an account that does
/// not answer at all is given up for all of its takes.
void ShotDesk::send_again_later(Index i, const Refusal& refusal) {
  Entry& entry = entries_[i];
  Lane& lane = *entry.lane;
  const Millis delay = retry_delay(entry.attempt, refusal.retry_after, random_);
  release_slot(i);
  if (refusal.error.kind == ErrorKind::rate_limited) {
    lane.pace.throttled(at_.now, delay);
  } else if (++lane.silent >= most_submits) {
    give_up_account(lane, entry.shot.account.provider,
                    {ErrorKind::environment, refusal.error.message, refusal.error.help});
  }
  entry.attempt += refusal.error.kind == ErrorKind::transient ? 1 : 0;
  if (lane.refused || entry.attempt >= most_submits) {
    give_up(i, refusal.error);
    return;
  }
  actions_.emplace_back(RecordNotAccepted{entry.shot.take.id});
  entry.shot.take.state = TakeState::reserved;
  if (closed_) {
    finish(i, {ErrorKind::cancelled, "not sent", {}}, false);
    return;
  }
  set_stage(i, Stage::queued);
  wake_at(i, at_.now + delay);
}

/// The take ends unbilled.
void ShotDesk::give_up(Index i, const Error& error, bool may_try_again) {
  Take& take = entries_[i].shot.take;
  actions_.emplace_back(RecordFailed{take.id, error.message});
  take.state = TakeState::failed;
  finish(i, error, may_try_again);
}

void ShotDesk::refuse(Index i, const Error& error) {
  Take& take = entries_[i].shot.take;
  actions_.emplace_back(RecordRefused{take.id, error.message});
  take.state = TakeState::refused;
  finish(i, error, false);
}

void ShotDesk::accept(Index i, const std::string& job, const JobState& state) {
  Entry& entry = entries_[i];
  actions_.emplace_back(RecordSubmitted{entry.shot.take.id, job});
  entry.shot.job = job;
  entry.shot.take.state = TakeState::submitted;
  entry.submitted_at = at_.now;
  entry.watched_since = at_.now;
  entry.attempt = 0;
  if (!entry.holds_slot) {  // found by a look-up of an earlier run's submit
    entry.holds_slot = true;
    entry.lane->pace.submitted(at_.now);
  }
  entry.lane->pace.accepted();
  entry.lane->silent = 0;
  set_stage(i, Stage::out);
  take_state(i, state);
}

// A job that is out.

void ShotDesk::ask(Index i) {
  Entry& entry = entries_[i];
  entry.lane->pace.polled(at_.now);
  set_stage(i, Stage::asking);
  send(i, entry.shot.adapter->poll(entry.shot.account, entry.shot.job),
       patience_of(question_patience), false);
}

void ShotDesk::on_poll(Index i, const NetworkEvent& event) {
  Entry& entry = entries_[i];
  if (const auto* const broken = std::get_if<Broken>(&event)) {
    ask_after_trouble(i, std::nullopt, broken->error);
    return;
  }
  const Reply<JobState> state =
      entry.shot.adapter->read_poll(std::get<Answered>(event).reply, entry.shot.job, at_.wall);
  if (!state) {
    if (state.error().error.kind == ErrorKind::refused_auth) {
      give_up_account(*entry.lane, entry.shot.account.provider, state.error().error);
      leave_out(i, state.error().error);
      return;
    }
    ask_after_trouble(i, state.error().retry_after, state.error().error);
    return;
  }
  const auto* const failed = std::get_if<JobFailed>(&*state);
  const bool had_result = entry.shot.take.state == TakeState::succeeded;
  if (failed != nullptr && (failed->error.kind == ErrorKind::corrupt || had_result)) {
    on_vanished(i, failed->error);
    return;
  }
  entry.attempt = 0;
  entry.trouble_since.reset();
  set_stage(i, Stage::out);
  take_state(i, *state);
}

void ShotDesk::take_state(Index i, const JobState& state) {
  const bool is_overdue = at_.now - entries_[i].submitted_at >= expected(entries_[i]);
  std::visit(overloaded{[&](const JobRunning& running) {
                          running.shown || stopped_ || !is_overdue ? ask_later(i) : search(i);
                        },
                        [&](const JobDone& done) { download(i, done); },
                        [&](const JobFailed& failed) { on_failed_job(i, failed.error); }},
             state);
}

/// The provider does not know the job, or has no result of one that is done. Its records may lag,
/// so it is asked for a while; what was paid for is given up only when its result has surely gone.
void ShotDesk::on_vanished(Index i, const Error& error) {
  Entry& entry = entries_[i];
  const TakeId take = entry.shot.take.id;
  if (waits_out_trouble(i, std::nullopt)) {
    return;
  }
  if (entry.shot.take.state != TakeState::succeeded) {
    actions_.emplace_back(RecordDoubt{take, error.message});
    finish(i, {ErrorKind::in_doubt, error.message, error.help}, false);
  } else if (entry.expires && *entry.expires <= at_.wall) {
    actions_.emplace_back(RecordLost{take, error.message});
    finish(i, error, false);
  } else {
    leave_out(i, error);
  }
}

/// Providers do not bill jobs that fail.
void ShotDesk::on_failed_job(Index i, const Error& error) {
  Entry& entry = entries_[i];
  switch (error.kind) {
    case ErrorKind::refused_content:
      refuse(i, error);
      return;
    case ErrorKind::refused_auth:
      give_up_account(*entry.lane, entry.shot.account.provider, error);
      break;
    case ErrorKind::rate_limited:
      entry.lane->pace.throttled(at_.now, retry_delay(0, std::nullopt, random_));
      break;
    default:
      break;
  }
  give_up(i, error, error.kind == ErrorKind::rate_limited || error.kind == ErrorKind::transient);
}

void ShotDesk::ask_later(Index i) {
  Entry& entry = entries_[i];
  if (stopped_) {
    finish(i, {ErrorKind::cancelled, "stopped", {}}, false);
    return;
  }
  if (at_.now - entry.watched_since > rules_.job_deadline) {
    leave_out(
        i, {ErrorKind::transient,
            fmt::format("{} has not finished job {} within {} minutes", entry.shot.account.provider,
                        entry.shot.job, rules_.job_deadline.count() / 60'000),
            "it is not lost: the next build asks for it again"});
    return;
  }
  const auto elapsed = std::chrono::duration_cast<Millis>(at_.now - entry.submitted_at);
  const Millis shortest = entry.lane->pace.limits().poll_shortest;
  wake_at(i, at_.now + poll_delay(elapsed, expected(entry), shortest, random_));
}

/// How long jobs of its model take: as measured, else as the catalog says.
Millis ShotDesk::expected(const Entry& entry) const {
  const auto measured = entry.lane->latency.find(entry.shot.order.model);
  return measured == entry.lane->latency.end() ? entry.shot.expected : measured->second;
}

/// The mean of what was measured so far and this one: what is newer counts more.
void ShotDesk::learn_latency(const Entry& entry) {
  const auto took = std::chrono::duration_cast<Millis>(at_.now - entry.submitted_at);
  const auto [known, is_first] = entry.lane->latency.emplace(entry.shot.order.model, took);
  known->second = is_first ? took : (known->second + took) / 2;
}

void ShotDesk::ask_after_trouble(Index i, std::optional<Millis> retry_after, const Error& error) {
  if (!waits_out_trouble(i, retry_after)) {
    leave_out(i, error);
  }
}

/// Asks again later, unless it has done so for long enough.
bool ShotDesk::waits_out_trouble(Index i, std::optional<Millis> retry_after) {
  Entry& entry = entries_[i];
  entry.trouble_since = entry.trouble_since.value_or(at_.now);
  if (stopped_ || at_.now - *entry.trouble_since > trouble_patience) {
    return false;
  }
  const Millis delay = retry_delay(entry.attempt++, retry_after, random_);
  set_stage(i, Stage::out);
  wake_at(i, at_.now + delay);
  return true;
}

// Bringing it home.

void ShotDesk::download(Index i, const JobDone& done) {
  Entry& entry = entries_[i];
  actions_.emplace_back(RecordSucceeded{entry.shot.take.id, done.expires});
  if (entry.shot.take.state != TakeState::succeeded && entry.watched_since == entry.submitted_at) {
    learn_latency(entry);
  }
  entry.shot.take.state = TakeState::succeeded;
  release_slot(i);
  entry.cost = done.cost;
  entry.expires = done.expires;
  entry.file = rules_.folder / fmt::format("{}-{}.part", entry.shot.take.uuid, entry.downloads);
  if (stopped_) {
    finish(i, {ErrorKind::cancelled, "stopped", {}}, false);
    return;
  }
  set_stage(i, Stage::downloading);
  HttpRequest request;
  request.url = done.url.starts_with('/') ? entry.shot.account.base_url + done.url : done.url;
  const RequestId id = next_id_++;
  requests_.emplace(id, i);
  Call call;
  call.request = std::move(request);
  call.rule = network_rule(entry.shot.account, true);
  call.download = entry.file;
  actions_.emplace_back(SendCall{id, std::move(call)});
}

namespace {

std::string not_brought(const std::string& job, const Answered& answered) {
  return answered.downloaded ? fmt::format("the result of job {} is an empty file", job)
                             : fmt::format("the result of job {} was answered with status {}", job,
                                           answered.reply.status);
}

}  // namespace

void ShotDesk::on_download(Index i, const NetworkEvent& event) {
  Entry& entry = entries_[i];
  const auto* const answered = std::get_if<Answered>(&event);
  if (answered != nullptr && answered->downloaded && answered->downloaded->bytes > 0) {
    actions_.emplace_back(ShotArrived{entry.shot, entry.file, *answered->downloaded, entry.cost});
    set_stage(i, Stage::over);
    return;
  }
  const Error error = answered == nullptr
                          ? std::get<Broken>(event).error
                          : Error{ErrorKind::transient, not_brought(entry.shot.job, *answered),
                                  "the next build asks for it again"};
  if (++entry.downloads >= most_downloads || error.kind == ErrorKind::environment) {
    leave_out(i, error);
    return;
  }
  // The provider is asked for a new address: the old one may have run out.
  set_stage(i, Stage::out);
  wake_at(i, at_.now + retry_delay(entry.downloads - 1, std::nullopt, random_));
}

/// Not now, and not lost: the ledger keeps the job, and the next run goes on with it. What has to
/// be mended first keeps its kind.
void ShotDesk::leave_out(Index i, const Error& error) {
  Error told = error;
  const bool mend = told.kind == ErrorKind::refused_auth || told.kind == ErrorKind::environment;
  told.kind = mend ? told.kind : ErrorKind::transient;
  finish(i, std::move(told), false);
}

void ShotDesk::finish(Index i, Error error, bool may_try_again) {
  actions_.emplace_back(ShotEnded{entries_[i].shot, std::move(error), may_try_again});
  set_stage(i, Stage::over);
}

}  // namespace reshoot
