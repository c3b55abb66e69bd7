// SPDX-License-Identifier: Apache-2.0
#include "emulator/job_desk.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace reshoot::emulator {
namespace {

Wall later(Wall time, Millis by) {
  return {time.ns + std::chrono::nanoseconds(by).count()};
}

JobEnd end_by(const FaultDraw& faults) {
  if (faults.has(FaultKind::refuse_later)) {
    return JobEnd::refused_content;
  }
  if (faults.has(FaultKind::rate_limit_later)) {
    return JobEnd::rate_limited;
  }
  return faults.has(FaultKind::fail_later) ? JobEnd::failed : JobEnd::success;
}

}  // namespace

std::string_view name_of(JobEnd end) {
  switch (end) {
    case JobEnd::success:
      return "success";
    case JobEnd::failed:
      return "failed";
    case JobEnd::refused_content:
      return "refused_content";
    case JobEnd::rate_limited:
      return "rate_limited";
    case JobEnd::cancelled:
      return "cancelled";
  }
  CHECK(false);
}

JobPhase Job::phase(Wall now) const {
  if (now >= ends) {
    return JobPhase::over;
  }
  return now >= starts ? JobPhase::running : JobPhase::queued;
}

bool JobDesk::is_full(std::deque<Wall>& calls, std::size_t most, Millis window, Wall now) const {
  const Wall since = later(now, -settings_.scaled(window));
  while (!calls.empty() && calls.front() <= since) {
    calls.pop_front();
  }
  return most != 0 && calls.size() >= most;
}

bool JobDesk::admits_submit(const ProviderSettings& provider, const std::string& account,
                            Wall now) {
  Book& book = books_[account];
  while (!book.out.empty() && book.out.top() <= now) {
    book.out.pop();
  }
  const Limits& limits = provider.limits;
  if ((limits.jobs_out != 0 && book.out.size() >= limits.jobs_out) ||
      is_full(book.minute, limits.submits_per_minute, std::chrono::minutes{1}, now) ||
      is_full(book.hour, limits.submits_per_hour, std::chrono::hours{1}, now)) {
    return false;
  }
  book.minute.push_back(now);
  book.hour.push_back(now);
  return true;
}

bool JobDesk::admits_poll(const ProviderSettings& provider, const std::string& account, Wall now) {
  std::deque<Wall>& polls = books_[account].polls;
  if (is_full(polls, provider.limits.polls_per_second, std::chrono::seconds{1}, now)) {
    return false;
  }
  polls.push_back(now);
  return true;
}

bool JobDesk::has_credit(const AccountSettings& account, std::int64_t micros) const {
  if (!account.credit_micros) {
    return true;
  }
  std::int64_t spent = micros;
  for (const Job& job : jobs_) {
    spent += job.account == account.name ? job.charged_micros() : 0;
  }
  return spent <= *account.credit_micros;
}

Wall JobDesk::start_of(Book& book, const Limits& limits, Wall now) const {
  while (!book.running.empty() && book.running.top() <= now) {
    book.running.pop();
  }
  if (limits.jobs_running == 0 || book.running.size() < limits.jobs_running) {
    return now;
  }
  const Wall free = book.running.top();
  book.running.pop();
  return free;
}

const Job& JobDesk::accept(NewJob order, const ProviderSettings& provider, const FaultDraw& faults,
                           Wall now) {
  Book& book = books_[order.account];
  Job& job = jobs_.emplace_back();
  static_cast<NewJob&>(job) = std::move(order);
  job.id = job.wished_id.empty() ? ids_.next() : job.wished_id;
  job.created = job.shown_created = job.listed_from = now;
  if (const FaultRule* skew = faults.find(FaultKind::clock_skew)) {
    job.shown_created = later(now, skew->duration);
  }
  if (const FaultRule* lag = faults.find(FaultKind::list_lags)) {
    job.listed_from = later(now, settings_.scaled(lag->duration));
  }
  job.starts = start_of(book, provider.limits, now);
  const auto own = provider.latency_of.find(job.model);
  const Millis latency = own == provider.latency_of.end() ? provider.latency : own->second;
  const double more = chance(mixed(settings_.seed, jobs_.size())) *
                      static_cast<double>(provider.latency_spread.count());
  job.ends = later(job.starts, settings_.scaled(latency + Millis{static_cast<std::int64_t>(more)}));
  job.end = end_by(faults);
  job.has_url = !faults.has(FaultKind::no_result);
  book.running.push(job.ends);
  book.out.push(job.ends);
  by_id_[job.id] = jobs_.size() - 1;
  return job;
}

void JobDesk::forget_all(std::string_view provider, Wall now) {
  for (Job& job : jobs_) {
    if (job.provider != provider) {
      continue;
    }
    job.forgotten = job.forgotten.value_or(now);
    if (job.phase(now) != JobPhase::over) {
      job.end = JobEnd::cancelled;
      job.starts = job.ends = now;
      books_[job.account] = {};
    }
  }
}

bool JobDesk::cancel(const std::string& id, Wall now) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end() || jobs_[found->second].phase(now) != JobPhase::queued) {
    return false;
  }
  Job& job = jobs_[found->second];
  job.end = JobEnd::cancelled;
  job.starts = job.ends = now;
  return true;
}

const Job* JobDesk::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &jobs_[found->second];
}

void JobDesk::note_told(const Job& job, Wall now) {
  Job& own = jobs_[by_id_.at(job.id)];
  if (!own.told_over && own.phase(now) == JobPhase::over) {
    own.told_over = now;
  }
}

std::vector<const Job*> JobDesk::listed(const std::string& account, std::string_view model,
                                        Wall now) const {
  std::vector<const Job*> out;
  for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) {
    if (job->account == account && (model.empty() || job->model == model) &&
        job->listed_from <= now) {
      out.push_back(&*job);
    }
  }
  return out;
}

std::vector<const Job*> JobDesk::made_by(std::string_view body) const {
  std::vector<const Job*> out;
  for (const Job& job : jobs_) {
    if (job.sent == body) {
      out.push_back(&job);
    }
  }
  return out;
}

std::int64_t JobDesk::bill_total() const {
  std::int64_t total = 0;
  for (const Job& job : jobs_) {
    total += job.charged_micros();
  }
  return total;
}

std::vector<DoubleSubmit> JobDesk::double_submits() const {
  std::vector<DoubleSubmit> out;
  std::map<std::pair<std::string_view, std::string_view>, const Job*> last;
  for (const Job& job : jobs_) {
    const Job*& before = last[{job.account, job.canonical}];
    const bool is_forgotten =
        before != nullptr && before->forgotten && *before->forgotten <= job.created;
    if (before != nullptr && !is_forgotten && (!before->refunded() || before->ends > job.created)) {
      out.push_back({before->id, job.id});
    }
    if (before == nullptr || before->refunded() || is_forgotten) {
      before = &job;
    }
  }
  return out;
}

}  // namespace reshoot::emulator
