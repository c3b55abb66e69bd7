// SPDX-License-Identifier: Apache-2.0
// Each plan is checked whole before its first step: money, remote, lock.

#include "cli/build_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <unordered_set>

#include "assemble/local_runner.h"
#include "cli/ci_guard.h"
#include "cli/confirm_spend.h"
#include "cli/identity_desk.h"
#include "cli/locked.h"
#include "cli/providers.h"
#include "cli/session.h"
#include "cli/upload_rules.h"
#include "cli/worktree.h"
#include "graph/targets.h"
#include "plan/budget.h"
#include "plan/select.h"
#include "report/figures.h"
#include "store/lock_edit.h"
#include "store/lock_io.h"
#include "store/transfer.h"

namespace reshoot {
namespace {

/// How often a build plans anew because something changed under it.
constexpr int most_replans = 5;

/// Steps that ran or were fetched add up; how the others stand is as the last plan says.
void add_counts(BuildFinished::Count& sum, const BuildFinished::Count& one) {
  const int run = sum.run + one.run;
  const int fetched = sum.fetched + one.fetched;
  const int hit = std::max(0, one.hit - sum.run - sum.fetched);
  sum = one;
  sum.run = run;
  sum.fetched = fetched;
  sum.hit = hit;
}

constexpr const char* lost_reason = "its bytes were lost";

/// nullptr: only the lock knows of it.
const Take* lost_take(const Facts& facts, const Digest& key, const Decision& decision) {
  const auto takes = facts.takes.find(key);
  if (takes == facts.takes.end()) {
    return nullptr;
  }
  const auto found = std::find_if(takes->second.begin(), takes->second.end(),
                                  [&](const Take& take) { return take.id == decision.take; });
  return found == takes->second.end() ? nullptr : &*found;
}

/// What was paid for and is gone, and what can be done. A take that never had bytes here is nowhere
/// else either.
std::string lost_text(const std::string& scene, const Take* take) {
  const bool is_nowhere = take != nullptr && !take->blob;
  std::string which = "the bytes that were paid for";
  if (take != nullptr && take->billed()) {
    which = fmt::format("the bytes of take {}, which cost {}", take->number,
                        (take->cost + take->cost_elsewhere).text());
  }
  return fmt::format(
      "lost: '{}': nobody has {}\n  = help: {}'reshoot build --regenerate {}' pays for another "
      "take; other takes of it are kept ('reshoot take list {}')\n",
      scene, which, is_nowhere ? "" : "'reshoot cache push' where they are shares them; ", scene,
      scene);
}

}  // namespace

/// A paid clip of the plan whose bytes nobody has.
struct BuildRun::LostClip {
  StepIndex step = 0;
  std::string scene;
  Digest key;
  std::optional<Digest> blob;  ///< that it uses and nobody has; nullopt: there never was one
  std::optional<TakeId> take;  ///< the row of `blob`, where it does not say so yet
};

void BuildTotal::add(const Plan& plan, const BuildOutcome& outcome) {
  add_counts(finished.generate, outcome.finished.generate);
  add_counts(finished.conform, outcome.finished.conform);
  add_counts(finished.cut, outcome.finished.cut);
  finished.end = outcome.finished.end;
  finished.published += outcome.finished.published;
  finished.spent += outcome.finished.spent;
  finished.took += outcome.finished.took;
  code = finished.end == BuildEnd::interrupted ? ExitCode::interrupted : ExitCode::done;
  for (const Error& error : outcome.failures) {
    code = worse(code, worse(exit_code_of(error.kind), ExitCode::steps_failed));
  }
  for (const Error& error : outcome.unshared) {
    code = worse(code, exit_code_of(error.kind));
  }
  if (outcome.stopped) {
    code = worse(code, worse(exit_code_of(outcome.stopped->kind), ExitCode::steps_failed));
  }
  if (plan.count_stuck() + plan.count(DecisionKind::check) + outcome.held > 0) {
    code = worse(code, ExitCode::needs_person);
  }
}

BuildRun::BuildRun(const Options& options, const Console& console, Project& project, Store& store,
                   Observer& observer, const Clock& clock, Inbox& inbox, const Cancel& cancel)
    : options_(options),
      console_(console),
      project_(project),
      store_(store),
      observer_(observer),
      clock_(clock),
      inbox_(inbox),
      cancel_(cancel),
      remote_(options.draft ? RemoteAccess{}
                            : reach_remote(options, project.settings, store.ledger)) {}

Result<BuildTotal> BuildRun::run() {
  BuildTotal total;
  for (int plans = 0;; ++plans) {
    TRY_ASSIGN(const BuildOutcome outcome, once(total));
    if (outcome.stopped) {
      print_error(*outcome.stopped, console_);
    }
    const bool over = outcome.notes.empty() || outcome.stopped || !outcome.failures.empty() ||
                      cancel_.requested();
    if (over) {
      if (outcome.unshared.empty()) {
        TRY(share_the_rest(total));
      }
      return total;
    }
    if (plans == most_replans) {
      return fail(ErrorKind::transient,
                  "things kept changing while this build ran: " + outcome.notes.back(),
                  "what was made is kept; run the build again when they are at rest");
    }
    for (const std::string& note : outcome.notes) {
      print_err(fmt::format("note: {}; planning again\n", note));
    }
    TRY(reread_lock(project_, console_));
  }
}

/// One plan and its execution; what the plan points into lives as long as it runs.
Result<BuildOutcome> BuildRun::once(BuildTotal& total) {
  const Campaign& campaign = *project_.campaign;
  TRY_ASSIGN(const FoundTools tools, find_toolbox(store_.stats, cancel_));
  TRY_ASSIGN(const Graph graph,
             open_graph(project_, store_, tools, options_.draft, cancel_, console_));
  TRY(refuse_disputes(project_, graph, console_));
  TRY_ASSIGN(const std::vector<bool> wanted, wanted_steps(graph, campaign, options_.targets));
  PlanOptions planning{options_.draft, options_.locked, campaign.budget.max_takes,
                       upload_rules(project_, clock_, cancel_)};
  const auto gather = [&] {
    return gather_facts(store_, project_, graph, remote_, wanted, options_.draft);
  };
  TRY_ASSIGN(Facts facts, gather());
  TRY_ASSIGN(IdentityDesk desk, open_identity_desk(project_, tools.toolbox));
  if (!options_.draft) {
    TRY(judge_what_is_here(desk, project_, graph, wanted, store_, facts, jobs_of(options_),
                           console_, cancel_));
  }
  planning.money = {
      money_left(facts.money, campaign.budget, options_.max_cost, total.finished.spent),
      options_.accept_unknown_price};
  Plan plan = make_plan(graph, campaign, wanted, facts, planning);
  const std::vector<LostClip> lost =
      options_.regenerate ? lost_clips(graph, plan, facts) : std::vector<LostClip>{};
  if (!lost.empty()) {  // whether it may go ahead is known before anything is let go of
    const Facts then = without(facts, lost, clock_.wall());
    const Plan again = make_plan(graph, campaign, wanted, then, planning);
    TRY(check(graph, wanted, then, again, total));
    if (any_held(again, lost)) {
      tell_stuck(graph, again, then);
      return fail(ErrorKind::needs_person, "what is lost may not be shot again yet",
                  "nothing was shot or let go of; mend what is held, then run this again");
    }
    TRY(regenerate(lost));
    TRY_ASSIGN(facts, gather());
    plan = make_plan(graph, campaign, wanted, facts, planning);
  }
  TRY(check_can_judge(desk, graph, campaign, plan));
  TRY(check(graph, wanted, facts, plan, total));
  tell_stuck(graph, plan, facts);
  tell_overridden(graph, plan, facts.gate);
  TRY_ASSIGN(Providers providers, reach(graph, plan));
  const LocalRunner runner(tools.toolbox);
  EngineOptions engine;
  engine.jobs = jobs_of(options_);
  engine.keep_going = options_.keep_going;
  engine.draft = options_.draft;
  engine.locked = options_.locked;
  engine.workspace = project_.place.workspace;
  engine.lock_file = lock_path(project_.place.file);
  engine.campaign_stat = project_.campaign_stat;
  engine.remote = remote_.takes.get();
  engine.shots_at_once = shots_at_once(project_, graph, plan, engine.jobs);
  engine.identity = desk.access.likenesses.empty() ? nullptr : &desk.access;
  engine.planning = planning;
  engine.spare = planning.money.left;
  if (engine.spare) {  // what others fell short for may cost, beside the plan
    engine.spare->micros = std::max<std::int64_t>(0, engine.spare->micros - plan.cost.micros);
  }
  engine.providers = providers.access ? &*providers.access : nullptr;
  BuildOutcome outcome = run_build(graph, campaign, plan, std::move(facts), store_, runner,
                                   observer_, clock_, inbox_, cancel_, engine);
  total.add(plan, outcome);
  if (outcome.lock_left) {
    print_err(
        fmt::format("note: the campaign changed while this build ran: {} was left as it is; "
                    "build again\n",
                    project_.lock_name()));
  }
  return outcome;
}

/// Says which clips wait for a person, and what they can do.
void BuildRun::tell_stuck(const Graph& graph, const Plan& plan, const Facts& facts) const {
  constexpr std::size_t most_told = 20;
  std::size_t told = 0;
  for (const Decision& decision : plan.decisions) {
    const bool lost = decision.kind == DecisionKind::lost;
    if (!lost && decision.kind != DecisionKind::held) {
      continue;
    }
    if (++told > most_told) {
      print_err("and more: 'reshoot plan' lists them\n");
      return;
    }
    const auto& clip = std::get<GenerateStep>(graph.steps[decision.step].what);
    const std::string& scene = project_.campaign->scenes[clip.scene].name;
    if (lost) {
      print_err(lost_text(scene, lost_take(facts, clip.key, decision)));
    }
    for (const Hold& hold : decision.holds) {
      const std::string at = project_.sources.at(hold.at);
      print_err(fmt::format("held: '{}': {}\n  = help: {}{}{}\n", scene, hold.why, at,
                            at.empty() ? "" : ": ", hold.help));
    }
  }
}

/// Says which takes ship although their verdict is not pass: by their policy, by a person's choice,
/// or by a lock that is not to be touched.
void BuildRun::tell_overridden(const Graph& graph, const Plan& plan, const Gate& gate) const {
  for (const Decision& decision : plan.decisions) {
    const auto* clip = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    if (clip == nullptr || decision.kind != DecisionKind::hit || !decision.made) {
      continue;
    }
    const Scene& scene = project_.campaign->scenes[clip->scene];
    const Judgement* const judgement = gate.judgement(scene, decision.made->blob);
    if (judgement != nullptr && judgement->verdict != Verdict::pass) {
      print_err(fmt::format("note: '{}' ships although its verdict is {}: {}\n", scene.name,
                            name_of(judgement->verdict), reason_of(*judgement)));
    }
  }
}

/// Takes that the lock pins or that were paid for, and that no build has copied to the remote yet:
/// older ones, and those whose copying failed.
Result<void> BuildRun::share_the_rest(BuildTotal& total) {
  const bool shares = remote_.takes != nullptr && !options_.draft && !options_.locked;
  if (!shares || cancel_.requested()) {
    return {};
  }
  TRY(reread_lock(project_, console_));
  std::unordered_set<Digest, DigestHash> pinned;
  for (const LockedTake& block : project_.lock->lock.clips) {
    pinned.insert(block.blob);
  }
  TRY_ASSIGN(const auto pushed, store_.ledger.pushed(remote_.takes->place()));
  TRY_ASSIGN(const auto here, store_.blobs.list());
  TRY_ASSIGN(std::vector<Take> takes, store_.ledger.takes());
  std::vector<Take> rest = takes_to_share(takes, here);
  std::erase_if(rest, [&](const Take& take) {
    const bool wanted = take.billed() || pinned.contains(*take.blob);
    return !wanted || pushed.contains(*take.blob);
  });
  if (rest.empty()) {
    return {};
  }
  print_err(fmt::format("copying {} to the remote {}\n",
                        counted(static_cast<std::int64_t>(rest.size()), "take"),
                        remote_.takes->place()));
  TRY_ASSIGN(const TransferOutcome outcome,
             push_takes(rest, store_.ledger, store_.blobs, *remote_.takes, {&cancel_, {}}));
  for (const FailedTransfer& failed : outcome.failures) {
    print_error(failed.error, console_);
    total.code = worse(total.code, exit_code_of(failed.error.kind));
  }
  return {};
}

std::vector<BuildRun::LostClip> BuildRun::lost_clips(const Graph& graph, const Plan& plan,
                                                     const Facts& facts) const {
  std::vector<LostClip> lost;
  for (const Decision& decision : plan.decisions) {
    if (decision.kind != DecisionKind::lost) {
      continue;
    }
    const auto& clip = std::get<GenerateStep>(graph.steps[decision.step].what);
    const ClipQuestion question = question_of(*project_.campaign, clip);
    LostClip one{decision.step, question.clip, clip.key, std::nullopt, std::nullopt};
    const std::optional<Choice> choice = select_take(facts, question);
    if (choice && !facts.can_be_had(choice->blob)) {
      one.blob = choice->blob;
      const bool is_known_as_lost =
          choice->take == nullptr || choice->take->state != TakeState::fetched;
      one.take = is_known_as_lost ? std::nullopt : std::optional(choice->take->id);
    }
    lost.push_back(std::move(one));
  }
  return lost;
}

/// The facts as they will be when these clips are asked for anew. What else the lock has for a key
/// stays: other bytes, which may be approved for a clip of equal key.
Facts BuildRun::without(Facts facts, const std::vector<LostClip>& lost, Wall now) {
  LockReading lock;
  lock.lock = facts.lock.lock();
  for (const LostClip& clip : lost) {
    if (clip.blob) {
      drop_take(lock, clip.key, *clip.blob);
    }
    facts.retakes[clip.key] = {0, clip.scene, clip.key, lost_reason, now};
  }
  facts.lock = LockPins(std::move(lock.lock));
  return facts;
}

bool BuildRun::any_held(const Plan& plan, const std::vector<LostClip>& lost) {
  return std::any_of(plan.decisions.begin(), plan.decisions.end(), [&](const Decision& decision) {
    return decision.kind == DecisionKind::held &&
           std::any_of(lost.begin(), lost.end(),
                       [&](const LostClip& clip) { return clip.step == decision.step; });
  });
}

/// All that can stop a plan before its first step.
Result<void> BuildRun::check(const Graph& graph, const std::vector<bool>& wanted,
                             const Facts& facts, const Plan& plan, const BuildTotal& total) {
  const Campaign& campaign = *project_.campaign;
  if (options_.locked) {
    TRY(check_locked(options_, project_, graph, wanted, facts, plan, remote_));
  }
  const bool pays_now = pays(graph, plan);
  if (remote_.unreachable && (pays_now || plan.count(DecisionKind::lost) > 0)) {
    return tl::unexpected(*remote_.unreachable);
  }
  if (options_.offline && project_.settings.remote && pays_now) {
    return fail(ErrorKind::environment,
                "takes would be paid for that the remote may have, and --offline forbids to ask it",
                "nothing was shot; run again without --offline");
  }
  note_unreachable(remote_);
  TRY(check_reachable(graph, plan, options_.offline));
  TRY_ASSIGN(const std::vector<OpenJob> jobs, store_.ledger.open_jobs());
  TRY(accounts_of(options_, project_, graph, plan, jobs, cancel_));
  TRY(check_store_in_ci({is_ci(std::getenv("CI")), store_.directory, git_root_of(store_.directory),
                         remote_.takes != nullptr, pays_now, options_.store_in_tree}));
  TRY(check_budget(
      {plan.cost, plan.unknown_prices, total.finished.spent, options_.accept_unknown_price},
      facts.money, campaign.budget, options_.max_cost));
  return confirm(graph, plan, total);
}

/// What a person has agreed to once holds for the whole run.
Result<void> BuildRun::confirm(const Graph& graph, const Plan& plan, const BuildTotal& total) {
  SpendQuestion question =
      spend_question(graph, *project_.campaign, plan, project_.campaign->budget.max_takes);
  question.agreed = {std::max<std::int64_t>(0, agreed_.micros - total.finished.spent.micros)};
  question.agreed_unknown = agreed_unknown_;
  TRY(confirm_spend(question, options_, console_, cancel_));
  agreed_.micros = std::max(
      agreed_.micros, total.finished.spent.micros + question.cost().micros + question.more.micros);
  agreed_unknown_ = std::max(agreed_unknown_, question.unknown());
  return {};
}

/// The network of this plan; none where nobody has to be called.
Result<Providers> BuildRun::reach(const Graph& graph, const Plan& plan) const {
  TRY_ASSIGN(const std::vector<OpenJob> jobs, store_.ledger.open_jobs());
  TRY_ASSIGN(Accounts accounts, accounts_of(options_, project_, graph, plan, jobs, cancel_));
  return reach_providers(project_, std::move(accounts));
}

/// Turns each lost clip into a request for a retake, which is what paying again is: the request
/// outlives a crash. Clips of equal key ask once: the last of them, as the plan has seen it. Only
/// then the lock lets go of the lost bytes.
Result<void> BuildRun::regenerate(const std::vector<LostClip>& lost) {
  std::map<Digest, const LostClip*> asking;
  TRY_ASSIGN(Ledger::Transaction transaction, store_.ledger.begin());
  for (const LostClip& clip : lost) {
    if (clip.take) {
      TRY(store_.ledger.record_lost(*clip.take, lost_reason));
    }
    asking[clip.key] = &clip;
  }
  for (const auto& [key, clip] : asking) {
    TRY(store_.ledger.request_retake(project_.campaign->name, {0, clip->scene, key, lost_reason}));
  }
  TRY(transaction.commit());
  TRY(reread_lock(project_, console_));
  for (const LostClip& clip : lost) {
    if (clip.blob) {
      drop_take(*project_.lock, clip.key, *clip.blob);
    }
  }
  TRY(save_lock(lock_path(project_.place.file), *project_.lock));
  return {};
}

}  // namespace reshoot
