// SPDX-License-Identifier: Apache-2.0
// `take list|use|reject` and `retake`: what people decide about takes, in the ledger and in the
// lock. Short transactions; no build lock.

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/session.h"
#include "cli/take_name.h"
#include "report/figures.h"
#include "report/take_report.h"
#include "store/lock_edit.h"
#include "store/lock_io.h"

namespace reshoot {
namespace {

const GenerateStep* clip_of(const Session& session, const std::string& scene) {
  for (const Step& step : session.graph.steps) {
    const auto* generate = std::get_if<GenerateStep>(&step.what);
    if (generate != nullptr && session.campaign().scenes[generate->scene].name == scene) {
      return generate;
    }
  }
  return nullptr;
}

Result<const GenerateStep*> named_clip(const Session& session, const std::string& scene) {
  const GenerateStep* const clip = clip_of(session, scene);
  if (clip != nullptr) {
    return clip;
  }
  return fail(
      ErrorKind::usage,
      fmt::format("campaign '{}' has no scene '{}' that is shot", session.campaign().name, scene),
      "'reshoot take list' lists the clips and their takes");
}

std::vector<Take> takes_named(const Session& session, const GenerateStep& clip,
                              const Options& options) {
  const auto list = session.facts.takes.find(clip.key);
  std::vector<Take> found;
  if (list != session.facts.takes.end()) {
    for (const Take& take : list->second) {
      if (is_named(take, options.take)) {
        found.push_back(take);
      }
    }
  }
  return found;
}

Result<Take> named_take(const Session& session, const GenerateStep& clip, const Options& options) {
  const std::vector<Take> found = takes_named(session, clip, options);
  if (found.size() == 1) {
    return found.front();
  }
  return fail(ErrorKind::usage,
              fmt::format("scene '{}' has {} take '{}' as it stands now", options.clip,
                          found.empty() ? "no" : "more than one", options.take),
              fmt::format("'reshoot take list {}' lists its takes", options.clip));
}

const LockDispute* dispute_of(const LockReading& lock, const std::string& clip) {
  const auto found = std::find_if(lock.disputes.begin(), lock.disputes.end(),
                                  [&](const LockDispute& dispute) { return dispute.clip == clip; });
  return found == lock.disputes.end() ? nullptr : &*found;
}

/// Reads the lock again, changes it and writes it whole.
template <class Change>
Result<void> change_lock(Project& project, const Console& console, Change change) {
  TRY(reread_lock(project, console));
  change(*project.lock);
  TRY(save_lock(lock_path(project.place.file), *project.lock));
  return {};
}

/// Takes of this clip that only the lock or the remote know, as `name` names them.
std::vector<LockedTake> unseen_takes(const Session& session, const GenerateStep& clip,
                                     const Options& options) {
  const Facts& facts = session.facts;
  std::vector<LockedTake> known;
  for (const LockedTake* const pin :
       {facts.lock.own(options.clip, clip.key), facts.lock.by_key(clip.key)}) {
    if (pin != nullptr) {
      known.push_back(*pin);
      known.back().clip = options.clip;
      known.back().accepted.clear();
    }
  }
  if (const auto offers = facts.offers.find(clip.key); offers != facts.offers.end()) {
    for (const TakeRecord& offer : offers->second) {
      known.push_back({options.clip, clip.key, offer.blob, offer.bytes, offer.model, offer.seed});
    }
  }
  std::vector<LockedTake> found;
  for (const LockedTake& take : known) {
    const bool twice = std::any_of(found.begin(), found.end(), [&](const LockedTake& other) {
      return other.blob == take.blob;
    });
    if (!twice && is_named(take.blob, options.take)) {
      found.push_back(take);
    }
  }
  return found;
}

/// Writes a take that the ledger need not know into the lock, beside builds that write it too.
Result<void> lock_take(Session& session, const LockedTake& take, const Options& options,
                       const Console& console) {
  const SystemClock clock;
  TRY_ASSIGN(Store store, open_store(options, session.project->place.workspace, true, clock));
  TRY_ASSIGN(Ledger::Transaction transaction, store.ledger.begin());
  TRY(change_lock(*session.project, console, [&](LockReading& lock) { set_block(lock, take); }));
  return transaction.commit();
}

Result<ExitCode> use_unseen(Session& session, LockedTake take, const Options& options,
                            const Console& console) {
  take.accepted = lock_reason(options.reason);
  TRY(lock_take(session, take, options, console));
  print_out(options.json ? settled_json(take, session.project->lock->disputes.size())
                         : fmt::format("'{}' uses {} from now on; 'reshoot build' fetches it\n",
                                       options.clip, short_digest(take.blob)));
  return ExitCode::done;
}

/// The side of a dispute that was named. Where both have these bytes, the one that fits the clip as
/// it is, and of two that do the one that a person has let ship. nullopt: neither, or both.
std::optional<LockedTake> named_side(const LockDispute& dispute, const GenerateStep* clip,
                                     std::string_view name) {
  std::vector<LockedTake> found;
  for (const std::optional<LockedTake>& side : {dispute.ours, dispute.theirs}) {
    if (side && is_named(side->blob, name)) {
      found.push_back(*side);
    }
  }
  if (found.empty() || found.front().blob != found.back().blob) {
    return std::nullopt;
  }
  const auto rank = [&](const LockedTake& side) {
    const bool fits = clip != nullptr && side.key == clip->key;
    return std::pair(fits, !side.accepted.empty());
  };
  return *std::max_element(found.begin(), found.end(),
                           [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

/// Chooses a side of what a merge left open. The ledger need not know its take.
Result<ExitCode> settle(Session& session, const LockDispute& dispute, const Options& options,
                        const Console& console) {
  std::optional<LockedTake> side =
      named_side(dispute, clip_of(session, options.clip), options.take);
  if (!side) {
    return fail(ErrorKind::usage,
                fmt::format("a merge left the choice for '{}' open, and '{}' is none of its sides",
                            options.clip, options.take),
                "'reshoot check' shows both");
  }
  if (const std::string reason = lock_reason(options.reason); !reason.empty()) {
    side->accepted = reason;
  }
  TRY(lock_take(session, *side, options, console));
  const std::size_t left = session.project->lock->disputes.size();
  if (!options.json) {
    print_out(fmt::format("'{}' uses {} from now on; {}\n", options.clip, short_digest(side->blob),
                          left == 0 ? "nothing is left open: 'git add' the lock"
                                    : fmt::format("still open: {}", left)));
  } else {
    print_out(settled_json(*side, left));
  }
  return ExitCode::done;
}

/// Best effort: nobody else is offered a take that was rejected.
void tell_remote(const Session& session, const Take& take) {
  if (!take.blob || !session.project->settings.remote) {
    return;
  }
  const SharedTakes* const remote = session.remote.takes.get();
  if (remote == nullptr || !remote->reject(take.clip_key, *take.blob)) {
    print_err(
        "note: the remote does not know that it was rejected, and may offer it to others\n"
        "  = help: run the same command again when the remote can be reached\n");
  }
}

/// Why this take may ship whatever its verdict; empty: it ships by its verdict. A reason for one
/// that passes is a remark: it lets nothing pass that a later measurement finds. Who lets a take
/// ship that falls short says why.
Result<std::string> acceptance(const Session& session, const GenerateStep& clip, const Take& take,
                               const Options& options) {
  const Judgement* const judgement =
      session.facts.gate.judgement(session.campaign().scenes[clip.scene], *take.blob);
  if (judgement != nullptr && judgement->ships) {
    return std::string();
  }
  std::string reason = lock_reason(options.reason);
  if (judgement == nullptr || !reason.empty()) {
    return reason;
  }
  return fail(ErrorKind::needs_person,
              fmt::format("take {} of '{}' falls short: {}", take.number, options.clip,
                          reason_of(*judgement)),
              "add --reason WHY to let it ship all the same; 'reshoot report' shows it");
}

void confirm(const Options& options, const std::string& text, const Take& take) {
  print_out(options.json ? take_json(take) : text + "\n");
}

}  // namespace

Result<ExitCode> take_list(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  TRY_ASSIGN(const std::vector<OpenJob> jobs, session.store.ledger.open_jobs());
  const TakeReport report =
      make_take_report(session.graph, session.campaign(), plan, session.facts, jobs);
  print_out(options.json ? takes_json(report) : takes_text(report, style_of(console)));
  return ExitCode::done;
}

Result<ExitCode> take_use(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(Session session, look_for_settling(options, console, clock, cancel));
  if (const LockDispute* const dispute = dispute_of(*session.project->lock, options.clip)) {
    return settle(session, *dispute, options, console);
  }
  TRY_ASSIGN(const GenerateStep* const clip, named_clip(session, options.clip));
  const std::vector<LockedTake> unseen = unseen_takes(session, *clip, options);
  if (unseen.size() == 1 && takes_named(session, *clip, options).empty()) {
    return use_unseen(session, unseen.front(), options, console);
  }
  TRY_ASSIGN(const Take take, named_take(session, *clip, options));
  if (take.state != TakeState::fetched || take.rejected) {
    return fail(ErrorKind::needs_person,
                fmt::format("take {} of '{}' cannot be used: it {}", take.number, options.clip,
                            take.rejected ? "was rejected" : "has no picture"),
                fmt::format("'reshoot take list {}' lists the others", options.clip));
  }
  TRY_ASSIGN(const std::string accepted, acceptance(session, *clip, take, options));
  TRY_ASSIGN(Ledger::Transaction transaction, session.store.ledger.begin());
  TRY(session.store.ledger.select(
      session.campaign().name,
      {options.clip, clip->key, take.uuid, true, accepted.empty() ? options.reason : accepted,
       clock.wall(), !accepted.empty()}));
  TRY(change_lock(*session.project, console, [&](LockReading& lock) {
    set_block(lock,
              {options.clip, clip->key, *take.blob, take.bytes, take.model, take.seed, accepted});
  }));
  TRY(transaction.commit());
  confirm(options,
          fmt::format("'{}' uses take {} from now on; 'reshoot build' cuts it in", options.clip,
                      take.number),
          take);
  return ExitCode::done;
}

Result<ExitCode> take_reject(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(Session session, look(options, console, clock, cancel));
  TRY_ASSIGN(const GenerateStep* const clip, named_clip(session, options.clip));
  TRY_ASSIGN(const Take take, named_take(session, *clip, options));
  TRY(session.store.ledger.reject(take.uuid, options.reason));
  tell_remote(session, take);
  confirm(
      options,
      fmt::format("take {} of '{}' is rejected; 'reshoot build' uses another one, or shoots one",
                  take.number, options.clip),
      take);
  return ExitCode::done;
}

Result<ExitCode> retake(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(Session session, look(options, console, clock, cancel));
  if (options.targets.empty()) {
    return fail(ErrorKind::usage, "retake needs at least one scene",
                "for example: reshoot retake welcome");
  }
  TRY_ASSIGN(const Plan plan, plan_targets(session, options));
  std::vector<std::string> scenes;
  TRY_ASSIGN(Ledger::Transaction transaction, session.store.ledger.begin());
  for (const Decision& decision : plan.decisions) {
    const auto* clip = std::get_if<GenerateStep>(&session.graph.steps[decision.step].what);
    if (clip == nullptr) {
      continue;
    }
    scenes.push_back(session.campaign().scenes[clip->scene].name);
    TRY(session.store.ledger.request_retake(session.campaign().name,
                                            {0, scenes.back(), clip->key, options.reason}));
  }
  TRY(change_lock(*session.project, console, [&](LockReading& lock) {
    for (const std::string& scene : scenes) {
      drop_block(lock, scene);
    }
  }));
  TRY(transaction.commit());
  if (!options.json) {
    for (const std::string& scene : scenes) {
      print_out(fmt::format("'{}' will be shot once more by the next build\n", scene));
    }
  }
  if (options.json) {
    TRY_ASSIGN(session.facts,
               load_facts(session.store.ledger, session.store.blobs, session.campaign().name));
    session.facts.lock = LockPins(session.project->lock->lock);
    find_gone(session.campaign(), session.facts);
    print_out(takes_json(make_take_report(session.graph, session.campaign(), plan, session.facts)));
  }
  return ExitCode::done;
}

}  // namespace reshoot
