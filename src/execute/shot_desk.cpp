// SPDX-License-Identifier: Apache-2.0
// Slots, timers and the way in. What each answer means is in shot_stages.cpp.

#include "execute/shot_desk.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "execute/shot_calls.h"
#include "network/network_rules.h"

namespace reshoot {
namespace {

/// Submits of one account that are on their way at a time. A crash leaves no more takes in doubt
/// than that, and thousands of clips do not need a connection each at the same moment.
constexpr std::size_t most_unanswered = 64;

void put_place(Order& order, const ShotInput& input, const std::string& place) {
  switch (input.role) {
    case InputRole::reference:
      order.cast[input.character].references[input.reference].place = place;
      return;
    case InputRole::voice:
      order.cast[input.character].voice_place = place;
      return;
    case InputRole::first_frame:
      order.first_frame = place;
      return;
    case InputRole::last_frame:
      order.last_frame = place;
      return;
  }
}

}  // namespace

ShotDesk::ShotDesk(DeskRules rules, JobIsKnown job_is_known, Objection objection)
    : rules_(std::move(rules)),
      job_is_known_(std::move(job_is_known)),
      objection_(std::move(objection)),
      random_(rules_.seed) {}

ShotDesk::Lane& ShotDesk::lane_of(const Shot& shot) {
  const std::string account = shot.account.provider + " " + shot.account.base_url;
  const auto known = lanes_.find(account);
  if (known != lanes_.end()) {
    return known->second;
  }
  const auto limits = rules_.limits.find(shot.account.provider);
  const AccountPace pace(limits == rules_.limits.end() ? AccountLimits{} : limits->second);
  return lanes_.emplace(account, Lane{pace, {}, {}, 0, 0, false, {}}).first->second;
}

/// The only place that changes a stage: counters and timers stay in step.
void ShotDesk::set_stage(Index i, Stage to) {
  Entry& entry = entries_[i];
  CHECK(entry.stage != Stage::over);
  entry.lane->unanswered -= entry.stage == Stage::submitting ? 1 : 0;
  entry.lane->unanswered += to == Stage::submitting ? 1 : 0;
  entry.stage = to;
  ++rounds_[i];
  if (to == Stage::over) {
    release_slot(i);
    --open_;
  }
}

void ShotDesk::release_slot(Index i) {
  Entry& entry = entries_[i];
  if (std::exchange(entry.holds_slot, false)) {
    entry.lane->pace.ended();
  }
}

void ShotDesk::wake_at(Index i, Steady at) {
  timers_.push({at, i, rounds_[i]});
}

void ShotDesk::send(Index i, HttpRequest request, Deadlines deadlines, bool chosen_by_provider) {
  const RequestId id = next_id_++;
  requests_.emplace(id, i);
  Call call;
  call.request = std::move(request);
  call.deadlines = deadlines;
  call.rule = network_rule(entries_[i].shot.account, chosen_by_provider);
  actions_.emplace_back(SendCall{id, std::move(call)});
}

// The way in.

DeskActions ShotDesk::add(Shot shot, Moment at) {
  at_ = at;
  const Index i = entries_.size();
  Entry& entry = entries_.emplace_back();
  entry.shot = std::move(shot);
  entry.lane = &lane_of(entry.shot);
  rounds_.push_back(0);
  ++open_;
  begin(i);
  end_uploads();
  return std::exchange(actions_, {});
}

void ShotDesk::begin(Index i) {
  Entry& entry = entries_[i];
  switch (entry.shot.take.state) {
    case TakeState::submitted:
    case TakeState::succeeded:
      // It holds a slot there, whatever this run would have allowed.
      entry.holds_slot = true;
      entry.lane->pace.submitted(at_.now);
      entry.submitted_at = at_.now - std::chrono::nanoseconds(std::max<std::int64_t>(
                                         0, at_.wall.ns - entry.shot.sent.ns));
      entry.watched_since = at_.now;
      entry.expires = entry.shot.expires;
      set_stage(i, Stage::out);
      entry.lane->due.push_back(i);
      return;
    case TakeState::intent:
    case TakeState::in_doubt:
      doubt(i, "the run ended before its submit was answered");
      return;
    default:
      break;
  }
  if (closed_) {
    finish(i, {ErrorKind::cancelled, "not sent", {}}, false);
    return;
  }
  set_stage(i, Stage::uploading);
  for (const ShotInput& input : entry.shot.inputs) {
    if (input.place.empty()) {
      ++entry.missing;
      uploads_.want(i, entry.shot, input, at_, next_id_, actions_);
    } else {
      put_place(entry.shot.order, input, input.place);
    }
  }
  if (entry.missing == 0) {
    enter_queue(i);
  }
}

void ShotDesk::enter_queue(Index i) {
  set_stage(i, Stage::queued);
  entries_[i].lane->queue.push_back(i);
}

void ShotDesk::place_input(Index i, const Digest& content, const std::string& place) {
  Entry& entry = entries_[i];
  for (ShotInput& input : entry.shot.inputs) {
    if (input.content == content && input.place.empty()) {
      input.place = place;
      put_place(entry.shot.order, input, place);
      --entry.missing;
    }
  }
}

/// Hands the uploads that have ended to the shots that waited for them.
void ShotDesk::end_uploads() {
  uploads_.take_refused(ends_);
  for (const UploadEnd& end : std::exchange(ends_, {})) {
    for (const Index i : end.shots) {
      if (entries_[i].stage != Stage::uploading) {
        continue;
      }
      if (!end.place) {
        after_refused_upload(i, end.place.error());
        continue;
      }
      place_input(i, end.content, *end.place);
      if (entries_[i].missing == 0) {
        enter_queue(i);
      }
    }
  }
}

void ShotDesk::after_refused_upload(Index i, const Refusal& refusal) {
  Entry& entry = entries_[i];
  if (refusal.error.kind == ErrorKind::refused_auth) {
    give_up_account(*entry.lane, entry.shot.account.provider, refusal.error);
  }
  give_up(i, refusal.error);
}

void ShotDesk::give_up_account(Lane& lane, const std::string& provider, const Error& error) {
  if (!std::exchange(lane.refused, true)) {
    actions_.emplace_back(AccountRefused{provider, error});
  }
}

// Slots.

/// When a shot of this lane may leave; nullopt: none waits, or only an answer can change anything.
std::optional<Steady> ShotDesk::next_submit(const Lane& lane, Steady now) const {
  const bool waits = !lane.queue.empty() && !closed_ && !lane.refused;
  return waits && lane.unanswered < most_unanswered ? lane.pace.next_submit(now) : std::nullopt;
}

/// Sends what an account may be asked for now: questions first, they cost nothing and free slots.
void ShotDesk::drain(Lane& lane) {
  while (!lane.due.empty() && lane.pace.next_poll() <= at_.now) {
    const Index i = lane.due.front();
    lane.due.pop_front();
    if (entries_[i].stage == Stage::out) {
      ask(i);
    }
  }
  while (next_submit(lane, at_.now).value_or(Steady::max()) <= at_.now) {
    const Index i = lane.queue.front();
    lane.queue.pop_front();
    if (entries_[i].stage == Stage::queued) {
      submit(i);
    }
  }
}

void ShotDesk::drain_all() {
  for (auto& [account, lane] : lanes_) {
    drain(lane);
  }
}

// Events and time.

DeskActions ShotDesk::on(const NetworkEvent& event, Moment at) {
  at_ = at;
  const RequestId id = std::visit([](const auto& one) { return one.id; }, event);
  if (uploads_.owns(id)) {
    uploads_.on(event, at_, next_id_, random_, actions_, ends_);
    end_uploads();
  } else if (auto node = requests_.extract(id)) {
    answer(node.mapped(), event);
  }
  return std::exchange(actions_, {});
}

void ShotDesk::answer(Index i, const NetworkEvent& event) {
  switch (entries_[i].stage) {
    case Stage::submitting:
      return on_submit(i, event);
    case Stage::looking_up:
      return on_look_up(i, event);
    case Stage::asking:
      return on_poll(i, event);
    case Stage::searching:
      return on_search(i, event);
    case Stage::downloading:
      return on_download(i, event);
    case Stage::uploading:
    case Stage::queued:
    case Stage::doubtful:
    case Stage::out:
    case Stage::over:
      return;  // its shot has moved on
  }
}

DeskActions ShotDesk::tick(Moment at) {
  at_ = at;
  uploads_.tick(at_, next_id_, actions_);
  end_uploads();
  while (!timers_.empty() && timers_.top().at <= at_.now) {
    const Timer timer = timers_.top();
    timers_.pop();
    if (timer.round == rounds_[timer.shot]) {
      wake(timer.shot);
    }
  }
  drain_all();
  return std::exchange(actions_, {});
}

/// The time that a shot has waited for has come.
void ShotDesk::wake(Index i) {
  Entry& entry = entries_[i];
  if (entry.stage == Stage::out) {
    entry.lane->due.push_back(i);
  } else if (entry.stage == Stage::doubtful) {
    clear_up(i);
  } else if (entry.stage == Stage::queued) {
    entry.lane->queue.push_back(i);
  } else if (entry.stage == Stage::submitting && stopped_) {
    const auto call = std::find_if(requests_.begin(), requests_.end(),
                                   [&](const auto& request) { return request.second == i; });
    CHECK(call != requests_.end());
    actions_.emplace_back(CancelCall{call->first});
    requests_.erase(call);
    doubt(i, "the run was stopped before its submit was answered");
  }
}

std::optional<Steady> ShotDesk::next(Steady now) const {
  std::optional<Steady> soonest = uploads_.next();
  const auto consider = [&](Steady at) { soonest = soonest ? std::min(*soonest, at) : at; };
  if (!timers_.empty()) {
    consider(timers_.top().at);
  }
  for (const auto& [account, lane] : lanes_) {
    if (const auto at = next_submit(lane, now)) {
      consider(*at);
    }
    if (!lane.due.empty()) {
      consider(lane.pace.next_poll());
    }
  }
  return soonest;
}

DeskActions ShotDesk::close(Moment at) {
  at_ = at;
  closed_ = true;
  uploads_.stop(actions_);
  for (Index i = 0; i < entries_.size(); ++i) {
    if (entries_[i].stage == Stage::uploading || entries_[i].stage == Stage::queued) {
      finish(i, {ErrorKind::cancelled, "not sent", {}}, false);
    }
  }
  return std::exchange(actions_, {});
}

/// What has been sent may be accepted any moment: its answer is waited for, for a while. All else
/// can wait for the next run.
DeskActions ShotDesk::stop(Moment at) {
  at_ = at;
  closed_ = true;
  stopped_ = true;
  uploads_.stop(actions_);
  for (auto call = requests_.begin(); call != requests_.end();) {
    if (entries_[call->second].stage == Stage::submitting) {
      ++call;
    } else {
      actions_.emplace_back(CancelCall{call->first});
      call = requests_.erase(call);
    }
  }
  for (Index i = 0; i < entries_.size(); ++i) {
    if (entries_[i].stage == Stage::submitting) {
      wake_at(i, at_.now + last_patience);
    } else if (entries_[i].stage != Stage::over) {
      finish(i, {ErrorKind::cancelled, "stopped", {}}, false);
    }
  }
  return std::exchange(actions_, {});
}

}  // namespace reshoot
