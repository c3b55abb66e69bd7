// SPDX-License-Identifier: Apache-2.0
// What the shooter tells becomes rows, bytes and news for the engine.

#include "execute/paid_takes.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "base/check.h"
#include "base/overloaded.h"
#include "graph/prepare.h"

namespace reshoot {
namespace {

/// New takes for one clip in one run, where a provider has failed to make it without a bill.
constexpr int most_tries = 3;
/// Downloads of one result that turned out to be no clip.
constexpr int most_downloads = 3;
/// Typical wait of a stray whose model no clip has.
constexpr Millis stray_patience{120'000};

/// The first of the clip's files that is not what was digested.
Result<std::optional<InputFile>> changed_input(const GenerateRequest& request) {
  for (InputFile& input : inputs_of(request)) {
    TRY_ASSIGN(const std::optional<FileStat> now, stat_file(input.path));
    if (now.value_or(FileStat{}) != input.stat) {
      return std::optional(std::move(input));
    }
  }
  return std::nullopt;
}

/// Typical waits of the models that the graph's clips have, by the model's id.
std::unordered_map<std::string, Millis> waits_of(const Graph& graph) {
  std::unordered_set<const Model*> models;
  for (const Step& step : graph.steps) {
    if (const auto* clip = std::get_if<GenerateStep>(&step.what)) {
      models.insert(clip->model);
    }
  }
  std::unordered_map<std::string, Millis> waits;
  for (const Model* model : models) {
    waits.emplace(model->id(), std::chrono::seconds(model->expected_seconds));
  }
  return waits;
}

/// What runs out first comes first.
bool runs_out_sooner(const OpenJob& a, const OpenJob& b) {
  const auto end = [](const OpenJob& job) {
    return job.expires ? job.expires->ns : std::numeric_limits<std::int64_t>::max();
  };
  return end(a) < end(b);
}

}  // namespace

Result<std::unique_ptr<PaidTakes>> PaidTakes::create(const ProviderAccess& access,
                                                     const Graph& graph, Bookkeeper& books,
                                                     Store& store, const Clock& clock) {
  TRY_ASSIGN(Scratch folder, Scratch::create(store.blobs.scratch()));
  return std::unique_ptr<PaidTakes>(
      new PaidTakes(std::move(folder), access, graph, books, store, clock));
}

PaidTakes::PaidTakes(Scratch folder, const ProviderAccess& access, const Graph& graph,
                     Bookkeeper& books, Store& store, const Clock& clock)
    : access_(access),
      graph_(graph),
      books_(books),
      store_(store),
      clock_(clock),
      folder_(std::move(folder)),
      shooter_({folder_.path(), access.limits, Millis(std::chrono::minutes(30)), Millis(5'000), 3,
                access.seed},
               store.ledger, access.transport, clock,
               [this](const Shot& shot) { return objection(shot); }) {}

Result<void> PaidTakes::begin(const Plan& plan) {
  TRY(books_.release_unsent(plan));
  TRY_ASSIGN(std::vector<OpenJob> jobs, store_.ledger.open_jobs());
  std::unordered_map<TakeId, bool> waited_for;
  for (const Decision& decision : plan.decisions) {
    if (decision.kind == DecisionKind::resume) {
      waited_for[*decision.take] = true;
    }
  }
  std::stable_sort(jobs.begin(), jobs.end(), runs_out_sooner);
  const auto waits = jobs.empty() ? decltype(waits_of(graph_)){} : waits_of(graph_);
  for (const OpenJob& job : jobs) {
    if (waited_for.contains(job.take.id)) {
      sent_before_.emplace(job.take.id, job);
    } else if (job.take.state != TakeState::in_doubt && access_.accounts.contains(job.provider)) {
      const auto wait = waits.find(job.take.model);
      TRY(resume(std::nullopt, job, wait == waits.end() ? stray_patience : wait->second));
    }
  }
  return {};
}

Result<void> PaidTakes::reserve(StepIndex step, const Decision& decision) {
  TRY_ASSIGN(Take take, books_.reserve(clip(step), decision));
  Wanted& wanted = wanted_[step];
  wanted.decision = decision;
  wanted.reserved = std::move(take);
  return {};
}

Result<void> PaidTakes::start(StepIndex step, const Decision& decision) {
  Wanted& wanted = wanted_[step];
  wanted.since = clock_.now();
  wanted.decision = decision;
  if (decision.kind == DecisionKind::resume) {
    const auto job = sent_before_.find(*decision.take);
    if (job == sent_before_.end()) {
      news_.emplace_back(PaidAside{step, "a take was settled while this build ran"});
      return {};
    }
    return resume(step, job->second, std::chrono::seconds(clip(step).model->expected_seconds));
  }
  const auto prepared = prepared_for(clip(step).request);
  if (!prepared) {
    news_.emplace_back(PaidAside{step, "what it is sent with was deleted while this build ran"});
    return {};
  }
  CHECK(wanted.reserved.has_value());
  const std::string& provider = clip(step).model->provider;
  const Take take = *std::exchange(wanted.reserved, std::nullopt);
  steps_[take.id] = step;
  Shot shot = shot_of(step, clip(step), take, *find_adapter(provider),
                      access_.accounts.find(provider)->second, *prepared);
  TRY(put_known_places(shot));
  return shooter_.add(std::move(shot));
}

/// nullopt: one of them is not here.
std::optional<std::vector<PreparedFile>> PaidTakes::prepared_for(
    const GenerateRequest& request) const {
  std::vector<PreparedFile> files;
  for (const Preparation& one : preparations_of(request, graph_.tools)) {
    const std::optional<Made> made = find_made(books_.facts(), one.key);
    if (!made) {
      return std::nullopt;
    }
    files.push_back({one.key, store_.blobs.path_of(made->blob), made->bytes});
  }
  return files;
}

/// What lies at the provider already is not uploaded again.
Result<void> PaidTakes::put_known_places(Shot& shot) const {
  for (ShotInput& input : shot.inputs) {
    TRY_ASSIGN(const std::optional<KnownUpload> known,
               store_.ledger.find_upload(shot.scope(), input.content));
    if (known) {
      input.place = known->place;
    }
  }
  return {};
}

Result<void> PaidTakes::resume(std::optional<StepIndex> step, const OpenJob& job, Millis expected) {
  const Account& account = access_.accounts.find(job.provider)->second;
  if (account.base_url != job.base_url) {
    Shot shot;
    shot.step = step;
    shot.take = job.take;
    tell_over(shot, {ErrorKind::environment,
                     fmt::format("take {} was sent to {}, and {} is now called at {}",
                                 job.take.uuid.substr(0, 8), job.base_url, job.provider,
                                 account.base_url),
                     "nothing is lost: build again with the base URL that it was sent to"});
    return {};
  }
  TRY_ASSIGN(std::string request, store_.ledger.request_of(job.take.id));
  if (step) {
    steps_[job.take.id] = *step;
  }
  return shooter_.add(
      resumed_shot(step, job, std::move(request), expected, *find_adapter(job.provider), account));
}

/// Looked at again just before money may move.
std::optional<Error> PaidTakes::objection(const Shot& shot) {
  if (const Result<void> fresh = books_.refresh(); !fresh) {
    return fresh.error();
  }
  if (!shot.step) {
    return std::nullopt;
  }
  const GenerateStep& step = clip(*shot.step);
  const bool retake = wanted_.at(*shot.step).decision.cause == RunCause::retake;
  const std::optional<Choice> chosen = retake ? std::nullopt : books_.selected(step);
  const bool served = chosen && books_.facts().can_be_had(chosen->blob);
  if (books_.retakes(step) != retake || served) {
    aside_[*shot.step] = "a take was chosen, or another one asked for, while this build ran";
    return Error{ErrorKind::cancelled, "not wanted any more", {}};
  }
  return changed_file(shot, step.request);
}

/// Nobody knows which bytes were uploaded then: they are not found again under the old digest.
std::optional<Error> PaidTakes::changed_file(const Shot& shot, const GenerateRequest& request) {
  const Result<std::optional<InputFile>> changed = changed_input(request);
  if (!changed) {
    return changed.error();
  }
  if (!*changed) {
    return std::nullopt;
  }
  const InputFile& file = **changed;
  if (const Result<void> let_go = store_.ledger.forget_upload(shot.scope(), file.content);
      !let_go) {
    return let_go.error();
  }
  return Error{ErrorKind::transient,
               fmt::format("'{}' changed before it was sent", file.path.string()),
               "nothing was paid for; run the build again: it takes the file as it is then"};
}

Result<void> PaidTakes::on(const NetworkEvent& event) {
  return shooter_.on(event);
}

Result<void> PaidTakes::tick() {
  return shooter_.tick();
}

Result<void> PaidTakes::close() {
  return shooter_.close();
}

Result<void> PaidTakes::stop() {
  return shooter_.stop();
}

Result<std::vector<PaidNews>> PaidTakes::take_news() {
  for (std::vector<ShotNews> all = shooter_.take_news(); !all.empty(); all = shooter_.take_news()) {
    for (ShotNews& news : all) {
      TRY(on_news(news));
    }
  }
  return std::exchange(news_, {});
}

Result<void> PaidTakes::on_news(ShotNews& news) {
  return std::visit(
      overloaded{[&](const RecordSubmitted& sent) -> Result<void> {
                   if (const auto step = steps_.find(sent.take); step != steps_.end()) {
                     news_.emplace_back(
                         PaidSent{step->second, clip(step->second).model->provider, sent.job});
                   }
                   return {};
                 },
                 [&](ShotArrived& arrived) -> Result<void> {
                   const TakeId take = arrived.shot.take.id;
                   news_.emplace_back(PaidArrived{take, std::move(arrived.file)});
                   arrived_.emplace(take, Arrival{std::move(arrived.shot), arrived.cost});
                   return {};
                 },
                 [&](const ShotEnded& ended) { return on_ended(ended); },
                 [&](const AccountRefused& refused) -> Result<void> {
                   news_.emplace_back(refused);
                   return {};
                 }},
      news);
}

Result<void> PaidTakes::on_ended(const ShotEnded& ended) {
  const std::optional<StepIndex> step = ended.shot.step;
  if (step) {
    if (const auto why = aside_.find(*step); why != aside_.end()) {
      news_.emplace_back(PaidAside{*step, why->second});
      return {};
    }
    Wanted& wanted = wanted_[*step];
    if (ended.may_try_again && ++wanted.tries < most_tries) {
      Decision again = wanted.decision;
      again.kind = DecisionKind::run;
      again.take = std::nullopt;
      TRY(reserve(*step, again));
      return start(*step, again);
    }
  }
  tell_over(ended.shot, ended.error);
  return {};
}

void PaidTakes::tell_over(const Shot& shot, const Error& error) {
  if (shot.step) {
    news_.emplace_back(PaidOver{*shot.step, error});
  } else if (error.kind != ErrorKind::cancelled) {
    news_.emplace_back(StrayOver{shot.take, Money{}, error});
  }
}

Result<void> PaidTakes::on_kept(const KeepDone& done) {
  const Arrival arrival = std::move(arrived_.extract(done.take).mapped());
  if (done.result) {
    return keep(arrival, *done.result);
  }
  const ErrorKind kind = done.result.error().kind;
  if (kind == ErrorKind::corrupt || kind == ErrorKind::transient) {
    return on_unusable(arrival, done.result.error());
  }
  tell_over(arrival.shot, done.result.error());
  return {};
}

Result<void> PaidTakes::keep(const Arrival& arrival, const Produced& produced) {
  const Shot& shot = arrival.shot;
  const Made made{produced.blob.digest, produced.blob.bytes, produced.output.frames,
                  produced.output.has_sound};
  const Settlement settled = Settlement::of(arrival.cost, shot.take.reserved);
  if (!shot.step) {
    TRY(books_.record_stray(shot.take, made, settled));
    news_.emplace_back(StrayOver{shot.take, settled.cost, std::nullopt});
    return {};
  }
  const Wanted& wanted = wanted_.at(*shot.step);
  TRY_ASSIGN(const Money cost, books_.record_take(shot.take, clip(*shot.step), wanted.decision,
                                                  made, settled, produced.output.warnings));
  PaidDone news{*shot.step, made, cost, {}, produced.output.warnings};
  news.took = std::chrono::duration_cast<Millis>(clock_.now() - wanted.since);
  news_.emplace_back(std::move(news));
  return {};
}

/// Bytes that are no clip may have been spoilt on their way, and what looks at them may have been
/// ended: they are brought again. The take stays open, so that a later run can do the same.
Result<void> PaidTakes::on_unusable(Arrival arrival, const Error& error) {
  if (++downloads_[arrival.shot.take.id] < most_downloads) {
    return shooter_.add(std::move(arrival.shot));
  }
  const std::string_view what =
      error.kind == ErrorKind::corrupt ? "is no clip" : "cannot be looked at";
  tell_over(arrival.shot,
            {ErrorKind::transient,
             fmt::format("what {} made as job {} {}: {}", arrival.shot.account.provider,
                         arrival.shot.job, what, error.message),
             "it is paid for and stays open: the next build brings it again while it lies there"});
  return {};
}

}  // namespace reshoot
