// SPDX-License-Identifier: Apache-2.0
// What nobody knows, and how it is cleared up: a submit without an answer, and a job that its
// provider does not show.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "execute/shot_calls.h"
#include "execute/shot_desk.h"

namespace reshoot {
namespace {

// Look-ups compare times of two clocks.
constexpr std::int64_t clock_skew_ns = 600'000'000'000;

}  // namespace

/// Nobody has said whether the submit was accepted. A list may lag: it is asked after a while.
void ShotDesk::doubt(Index i, std::string why) {
  Entry& entry = entries_[i];
  entry.why = std::move(why);
  entry.look_ups = 0;
  entry.is_unsure = true;
  set_stage(i, Stage::doubtful);
  if (!stopped_) {
    wake_at(i, at_.now + rules_.look_up_after);
  } else if (submit_again(entry, sent_order(entry)) ||
             entry.shot.adapter->look_up(entry.shot.account, sent_order(entry), 0)) {
    finish(i, {ErrorKind::cancelled, "stopped", {}}, false);  // the next run clears it up
  } else {
    conclude_look_up(i);
  }
}

SentOrder ShotDesk::sent_order(const Entry& entry) const {
  const Shot& shot = entry.shot;
  return {shot.order.model, shot.request, shot.take.uuid,
          Millis{(at_.wall.ns - shot.sent.ns) / 1'000'000}, false};
}

/// What no clip waits for any more is not worth a second try.
std::optional<HttpRequest> ShotDesk::submit_again(const Entry& entry, const SentOrder& sent) {
  return entry.shot.is_wanted ? entry.shot.adapter->submit_again(entry.shot.account, sent)
                              : std::nullopt;
}

/// The provider is sent the same again, where it tells that from a second order; else it is asked.
void ShotDesk::clear_up(Index i) {
  const Entry& entry = entries_[i];
  std::optional<HttpRequest> again = submit_again(entry, sent_order(entry));
  if (again && entry.repeats < most_submits && !entry.lane->refused) {
    send_again(i, *std::move(again));
  } else {
    look_up(i);
  }
}

/// The take's intent is durable since it was first sent, and that time stays.
void ShotDesk::send_again(Index i, HttpRequest request) {
  Entry& entry = entries_[i];
  ++entry.repeats;
  if (!std::exchange(entry.holds_slot, true)) {
    entry.lane->pace.submitted(at_.now);
  }
  set_stage(i, Stage::submitting);
  send(i, std::move(request), patience_of(submit_patience), false);
}

/// A take was sent again. That says nothing of the first send, unless that one is proven to have
/// come to nothing.
void ShotDesk::after_refused_repeat(Index i, const Refusal& refusal) {
  Entry& entry = entries_[i];
  const Error& error = refusal.error;
  switch (error.kind) {
    case ErrorKind::refused_content:
    case ErrorKind::campaign:
    case ErrorKind::refused_auth:
    case ErrorKind::environment:
      if (error.kind == ErrorKind::refused_auth) {
        give_up_account(*entry.lane, entry.shot.account.provider, error);
      }
      if (entry.is_absent) {
        give_up(i, error);
      } else {
        entry.why = fmt::format("{}; sent again: {}", entry.why, error.message);
        conclude_look_up(i);
      }
      return;
    default:
      break;
  }
  const Millis delay = retry_delay(entry.repeats - 1, refusal.retry_after, random_);
  if (error.kind == ErrorKind::rate_limited) {
    entry.lane->pace.throttled(at_.now, delay);
  }
  if (stopped_) {
    finish(i, {ErrorKind::cancelled, "stopped", {}}, false);
    return;
  }
  set_stage(i, Stage::doubtful);
  wake_at(i, at_.now + std::max(delay, rules_.look_up_after));
}

void ShotDesk::look_up(Index i) {
  Entry& entry = entries_[i];
  const std::optional<HttpRequest> request =
      entry.shot.adapter->look_up(entry.shot.account, sent_order(entry), entry.page);
  if (!request) {
    conclude_look_up(i);
    return;
  }
  set_stage(i, Stage::looking_up);
  send(i, *request, patience_of(question_patience), false);
}

Reply<LookUpPage> ShotDesk::read_page(const Entry& entry, const NetworkEvent& event) const {
  const auto* const answered = std::get_if<Answered>(&event);
  return answered == nullptr
             ? Reply<LookUpPage>(tl::unexpected(refusal_of(std::get<Broken>(event))))
             : entry.shot.adapter->read_look_up(answered->reply, sent_order(entry));
}

void ShotDesk::on_look_up(Index i, const NetworkEvent& event) {
  Entry& entry = entries_[i];
  const Reply<LookUpPage> page = read_page(entry, event);
  constexpr int most_pages = 20;
  if (page) {
    for (const FoundJob& job : page->matches) {
      const bool in_time = !job.created || job.created->ns + clock_skew_ns >= entry.shot.sent.ns;
      const bool seen = std::any_of(entry.found.begin(), entry.found.end(),
                                    [&](const FoundJob& one) { return one.job == job.job; });
      if (in_time && !seen && !job_is_known_(entry.shot, job.job)) {
        entry.found.push_back(job);
      }
    }
    if (page->more && ++entry.page < most_pages) {
      look_up(i);
      return;
    }
  }
  entry.page = 0;
  if (page && page->absent && entry.found.empty()) {
    on_absent(i);
    return;
  }
  const bool once_more = entry.found.empty() && ++entry.look_ups < rules_.look_ups;
  if (once_more && !stopped_) {
    const Millis delay = retry_delay(entry.look_ups - 1, std::nullopt, random_);
    set_stage(i, Stage::doubtful);
    wake_at(i, at_.now + std::max(delay, rules_.look_up_after));
    return;
  }
  conclude_look_up(i);
}

/// Exactly one job with this request that is no other take's is the take. Anything else is for a
/// person: an empty list proves nothing.
void ShotDesk::conclude_look_up(Index i) {
  Entry& entry = entries_[i];
  if (entry.found.size() == 1) {
    const std::string job = entry.found.front().job;
    accept(i, job, JobRunning{});
    return;
  }
  const std::string why =
      entry.found.empty()
          ? entry.why
          : fmt::format("{}; {} jobs there carry the same request", entry.why, entry.found.size());
  const bool known = entry.shot.take.state == TakeState::in_doubt;
  if (!known) {
    actions_.emplace_back(RecordDoubt{entry.shot.take.id, why});
    entry.shot.take.state = TakeState::in_doubt;
  }
  finish(i,
         {ErrorKind::in_doubt,
          fmt::format("nobody knows whether {} has made take {}: {}", entry.shot.account.provider,
                      entry.shot.take.uuid.substr(0, 8), why),
          fmt::format("look into the account, then: reshoot resolve {} --billed | --not-billed | "
                      "--adopt JOB",
                      entry.shot.take.uuid.substr(0, 8))},
         false);
}

/// It is proven that the provider has no such job: the same take is sent again. Its intent is
/// durable.
void ShotDesk::on_absent(Index i) {
  Entry& entry = entries_[i];
  if (!entry.shot.is_wanted) {
    give_up(i, {ErrorKind::transient, "it never arrived, and no clip waits for it", {}});
    return;
  }
  SentOrder sent = sent_order(entry);
  sent.absent = true;
  std::optional<HttpRequest> again = submit_again(entry, sent);
  if (!again || entry.repeats >= most_submits) {
    conclude_look_up(i);
  } else if (stopped_) {
    finish(i, {ErrorKind::cancelled, "stopped", {}}, false);
  } else {
    entry.is_absent = true;
    send_again(i, *std::move(again));
  }
}

// A job that is out.

/// Asks where a job may be that its own answer does not show.
void ShotDesk::search(Index i) {
  Entry& entry = entries_[i];
  const std::optional<HttpRequest> request =
      entry.shot.adapter->look_up(entry.shot.account, sent_order(entry), entry.page);
  if (!request) {
    ask_later(i);
    return;
  }
  set_stage(i, Stage::searching);
  send(i, *request, patience_of(question_patience), false);
}

void ShotDesk::on_search(Index i, const NetworkEvent& event) {
  Entry& entry = entries_[i];
  const Reply<LookUpPage> page = read_page(entry, event);
  if (page && page->matches.empty() && page->more) {
    ++entry.page;
    search(i);
    return;
  }
  entry.page = 0;
  if (page && page->absent) {
    on_job_absent(i);
  } else {
    set_stage(i, Stage::out);
    ask_later(i);
  }
}

/// The provider has forgotten the job, and will never finish it.
void ShotDesk::on_job_absent(Index i) {
  Entry& entry = entries_[i];
  const Error error{
      ErrorKind::transient,
      fmt::format("{} has forgotten job {}", entry.shot.account.provider, entry.shot.job),
      "it was started anew, perhaps"};
  if (entry.shot.take.state == TakeState::succeeded) {
    actions_.emplace_back(RecordLost{entry.shot.take.id, error.message});
    finish(i, error, false);
    return;
  }
  give_up(i, error, true);
}

}  // namespace reshoot
