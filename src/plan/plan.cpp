// SPDX-License-Identifier: Apache-2.0
// One pass over the graph in its order: by the time a step is decided, all its inputs are.

#include "plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/check.h"
#include "graph/key.h"
#include "plan/budget.h"
#include "plan/select.h"

namespace reshoot {
namespace {

Made made_of(const Choice& choice) {
  Made made{choice.blob, choice.bytes};
  if (choice.take != nullptr) {
    made.frames = choice.take->frames;
    made.has_sound = choice.take->has_sound;
  } else if (choice.offer != nullptr) {
    made.frames = choice.offer->frames;
    made.has_sound = choice.offer->has_sound;
  }
  return made;
}

const std::vector<Take>& takes_of(const Facts& facts, const Digest& key) {
  static const std::vector<Take> none;
  const auto list = facts.takes.find(key);
  return list == facts.takes.end() ? none : list->second;
}

int billed_takes(const Facts& facts, const Digest& key) {
  const std::vector<Take>& takes = takes_of(facts, key);
  return static_cast<int>(
      std::count_if(takes.begin(), takes.end(), [](const Take& take) { return take.billed(); }));
}

/// A provider may have it: it was sent, and has no end yet.
bool is_out(const Take& take) {
  return take.state == TakeState::intent || take.state == TakeState::submitted ||
         take.state == TakeState::succeeded;
}

bool is_in_doubt(const Take& take) {
  return take.state == TakeState::in_doubt;
}

/// The provider will not make it as it is.
bool is_refused(const Take& take) {
  return take.state == TakeState::refused && !take.rejected;
}

/// It was paid for, and its result is gone.
bool is_paid_and_lost(const Take& take) {
  return take.state == TakeState::lost && take.billed() && !take.rejected;
}

class Planner {
 public:
  /// `for_another`: what takes may cost together that replace others; nullopt: no cap.
  Planner(const Graph& graph, const Campaign& campaign, const Facts& facts,
          const PlanOptions& options, std::optional<Money> for_another = std::nullopt)
      : graph_(graph),
        campaign_(campaign),
        facts_(facts),
        options_(options),
        for_another_(for_another),
        made_(graph.steps.size()),
        kinds_(graph.steps.size()) {}

  Plan run(const std::vector<bool>& wanted) {
    Plan plan;
    for (StepIndex i = 0; i < graph_.steps.size(); ++i) {
      if (wanted[i]) {
        add(plan, decide(i));
      }
    }
    return plan;
  }

  Decision decide(StepIndex index) {
    const Step& step = graph_.steps[index];
    Decision decision;
    decision.step = index;
    if (const auto* generate = std::get_if<GenerateStep>(&step.what)) {
      decide_generate(*generate, decision);
    } else {
      decide_free(step, decision);
    }
    made_[index] = waits_for_verdict(step, decision) ? std::nullopt : decision.made;
    kinds_[index] = decision.kind;
    return decision;
  }

 private:
  /// A take that comes from the remote is judged once it is here, unless it is pinned.
  [[nodiscard]] bool waits_for_verdict(const Step& step, const Decision& decision) const {
    const auto* clip = std::get_if<GenerateStep>(&step.what);
    if (clip == nullptr || !decision.fetch) {
      return false;
    }
    const std::optional<Choice> choice = choose(*clip);
    return choice && !choice->locked && choice->standing == Standing::unjudged;
  }

  void decide_generate(const GenerateStep& step, Decision& decision) {
    decision.key = step.key;
    decision.expected_seconds = step.model->expected_seconds;
    const bool retake = retakes(step);
    const std::optional<Choice> choice = choose(step);
    if (choice && !retake) {
      decide_known(step, *choice, decision);
    } else if (const Take* const out = at_provider(step, is_out)) {
      resume_once(*out, retake, decision);
    } else if (const Take* const doubtful = at_provider(step, is_in_doubt)) {
      decision.kind = DecisionKind::in_doubt;
      decision.take = doubtful->id;
    } else if (const Take* const gone = lost_last(step, retake)) {
      decision.kind = DecisionKind::lost;
      decision.take = gone->id;
    } else if (const Take* const refused = refused_last(step, retake)) {
      hold_refused(*refused, step, decision);
    } else if (retake) {
      run_once(step, RunCause::retake, decision);
    } else if (const Take* const last = last_that_falls_short(step)) {
      decide_after(*last, step, decision);
    } else if (step.model->free()) {
      run_once(step, RunCause::first, decision);  // whatever became of earlier ones
    } else if (!unfinished(step) && billed_takes(facts_, step.key) >= options_.max_takes) {
      hold({{"budget.max_takes is used up", "`reshoot retake TARGET` asks for one more take", {}}},
           decision);
    } else {
      run_once(step, RunCause::first, decision);
    }
  }

  /// The clip has a take: here, in the remote, or nowhere.
  void decide_known(const GenerateStep& step, const Choice& choice, Decision& decision) {
    const bool here = facts_.blobs.contains(choice.blob);
    if (choice.take != nullptr) {
      decision.take = choice.take->id;
    }
    if (here && choice.take != nullptr && choice.take->state == TakeState::fetched) {
      decide_here(step, choice, decision);
    } else if (facts_.can_be_had(choice.blob)) {
      fetch_once(choice, here, decision);
    } else if (step.model->free()) {
      remake_once(step, choice, decision);
    } else {
      decision.kind = DecisionKind::lost;
    }
  }

  /// Its bytes are here: they ship, or wait for a verdict or a person.
  void decide_here(const GenerateStep& step, const Choice& choice, Decision& decision) const {
    if (choice.standing == Standing::unjudged && !choice.locked && !options_.locked) {
      decision.kind = DecisionKind::check;
      return;
    }
    if (choice.standing == Standing::falls_short && !options_.locked) {
      hold({{fmt::format("take {}, which is chosen, falls short: {}", choice.take->number,
                         reason_of(*facts_.gate.judgement(scene_of(step), choice.blob))),
             help_with(step, *choice.take),
             {}}},
           decision);
      return;
    }
    decision.kind = DecisionKind::hit;
    decision.made = made_of(choice);
  }

  [[nodiscard]] const Take* last_that_falls_short(const GenerateStep& step) const {
    const std::vector<Take>& takes = takes_of(facts_, step.key);
    const auto found = std::find_if(takes.rbegin(), takes.rend(), [&](const Take& take) {
      return take.state == TakeState::fetched && take.blob && !take.rejected &&
             facts_.gate.standing(scene_of(step), *take.blob) == Standing::falls_short;
    });
    return found == takes.rend() ? nullptr : &*found;
  }

  /// The last take of its key that was paid for and has no bytes, where nobody has dealt with it:
  /// a take that was shot since, and fell short, has taken its place.
  [[nodiscard]] const Take* lost_last(const GenerateStep& step, bool retake) const {
    const Take* const gone = last_sold(step, retake, is_paid_and_lost);
    const Take* const last = gone == nullptr ? nullptr : last_that_falls_short(step);
    const bool replaced = last != nullptr && last->number > gone->number;
    return replaced ? nullptr : gone;
  }

  [[nodiscard]] const Take* refused_last(const GenerateStep& step, bool retake) const {
    return last_sold(step, retake, is_refused);
  }

  /// The last such take of its key, where a provider sells it. Where a person has asked for a take:
  /// of those that were sent since.
  template <class Matches>
  [[nodiscard]] const Take* last_sold(const GenerateStep& step, bool retake,
                                      Matches matches) const {
    if (step.model->local() || step.model->free()) {
      return nullptr;
    }
    const std::vector<Take>& takes = takes_of(facts_, step.key);
    const auto found = std::find_if(takes.rbegin(), takes.rend(), [&](const Take& take) {
      return matches(take) && (!retake || take.created > facts_.retakes.at(step.key).asked);
    });
    return found == takes.rend() ? nullptr : &*found;
  }

  /// The same request would be refused again, whatever the takes before it were worth.
  void hold_refused(const Take& refused, const GenerateStep& step, Decision& decision) const {
    hold({{fmt::format("{} refused take {} for what it asks or shows: {}", step.model->provider,
                       refused.number, refused.note),
           "change the prompt or the references; 'reshoot retake TARGET' sends it once more as "
           "it is",
           step.request.at.prompt}},
         decision);
    if (const Take* const last = last_that_falls_short(step)) {
      decision.holds.push_back(short_hold(*last, step));
    }
  }

  /// No take of its key ships: another one, while takes and money last and the policy wants it.
  void decide_after(const Take& last, const GenerateStep& step, Decision& decision) {
    const Judgement& judgement = *facts_.gate.judgement(scene_of(step), *last.blob);
    const int taken = std::max(count_fetched(step), billed_takes(facts_, step.key));
    const bool may_retake = judgement.on_fail == OnFail::retake;
    if (may_retake && (unfinished(step) || taken < options_.max_takes)) {
      run_another(last, step, decision);
      return;
    }
    const std::string used_up =
        may_retake ? fmt::format("; budget.max_takes ({}) is used up", options_.max_takes) : "";
    hold({short_hold(last, step, used_up)}, decision);
  }

  /// Nobody has asked for it by name: it waits where money is short, and the rest goes on.
  void run_another(const Take& last, const GenerateStep& step, Decision& decision) {
    const std::optional<Money> price = price_of(step);
    const bool is_shared = runs_.contains(step.key);
    if (!is_shared && !can_pay(price)) {
      hold({no_money_hold(price), short_hold(last, step)}, decision);
      return;
    }
    run_once(step, RunCause::another, decision);
    if (for_another_ && decision.kind == DecisionKind::run) {
      for_another_->micros -= price.value_or(Money{}).micros;
    }
  }

  [[nodiscard]] bool can_pay(const std::optional<Money>& price) const {
    return price ? !for_another_ || *price <= *for_another_ : options_.money.accepts_unknown;
  }

  [[nodiscard]] Hold short_hold(const Take& last, const GenerateStep& step,
                                const std::string& more = {}) const {
    const Judgement& judgement = *facts_.gate.judgement(scene_of(step), *last.blob);
    return {fmt::format("take {} falls short: {}{}", last.number, reason_of(judgement), more),
            help_with(step, last),
            {}};
  }

  [[nodiscard]] int count_fetched(const GenerateStep& step) const {
    const std::vector<Take>& takes = takes_of(facts_, step.key);
    return static_cast<int>(std::count_if(takes.begin(), takes.end(), [](const Take& take) {
      return take.state == TakeState::fetched;
    }));
  }

  [[nodiscard]] std::string help_with(const GenerateStep& step, const Take& take) const {
    const std::string& clip = clip_name(step);
    return fmt::format(
        "'reshoot report' shows it; 'reshoot retake {}' shoots another take, 'reshoot take use {} "
        "{} --reason WHY' ships this one",
        clip, clip, take.uuid.substr(0, 8));
  }

  [[nodiscard]] const Scene& scene_of(const GenerateStep& step) const {
    return campaign_.scenes[step.scene];
  }

  [[nodiscard]] bool retakes(const GenerateStep& step) const {
    return !options_.draft && !options_.locked && wants_retake(facts_, clip_name(step), step.key);
  }

  /// The first such take of the step's key, where a provider makes it.
  template <class Matches>
  [[nodiscard]] const Take* at_provider(const GenerateStep& step, Matches matches) const {
    if (step.model->local()) {
      return nullptr;
    }
    const std::vector<Take>& takes = takes_of(facts_, step.key);
    const auto found = std::find_if(takes.begin(), takes.end(), matches);
    return found == takes.end() ? nullptr : &*found;
  }

  void resume_once(const Take& take, bool retake, Decision& decision) {
    const auto [first, is_first] = runs_.emplace(take.clip_key, decision.step);
    if (!is_first) {
      share(first->second, decision);
      return;
    }
    decision.kind = DecisionKind::resume;
    decision.take = take.id;
    decision.cost = Money{};
    if (retake) {
      decision.cause = RunCause::retake;
      decision.retake = facts_.retakes.at(take.clip_key);
    }
  }

  static void hold(std::vector<Hold> holds, Decision& decision) {
    decision.kind = DecisionKind::held;
    decision.holds = std::move(holds);
  }

  /// A new take for the first step of its key; later ones take that take.
  void run_once(const GenerateStep& step, RunCause cause, Decision& decision) {
    if (std::vector<Hold> holds = upload_holds(campaign_, step, options_.uploads); !holds.empty()) {
      hold(std::move(holds), decision);
      return;
    }
    const auto [first, is_first] = runs_.emplace(step.key, decision.step);
    if (!is_first) {
      share(first->second, decision);
      return;
    }
    decision.kind = DecisionKind::run;
    decision.cause = cause;
    decision.take = unfinished(step);
    decision.cost = price_of(step);
    if (cause == RunCause::retake) {
      decision.retake = facts_.retakes.at(step.key);
    }
  }

  /// nullopt: not known. What an earlier run has set aside is not asked for again.
  [[nodiscard]] std::optional<Money> price_of(const GenerateStep& step) const {
    return unfinished(step) && !step.model->local() ? Money{} : step.cost;
  }

  /// The bytes of a free take that nobody has: the same take again, or, where a provider makes it
  /// or only the lock knows it, another one with its seed.
  void remake_once(const GenerateStep& step, const Choice& choice, Decision& decision) {
    const auto [first, is_first] = remakes_.emplace(choice.blob, decision.step);
    if (!is_first) {
      share(first->second, decision);
      return;
    }
    decision.kind = DecisionKind::run;
    decision.cause = RunCause::remake;
    decision.cost = Money{};
    if (choice.take == nullptr || !step.model->local()) {
      decision.seed = choice.seed;
      decision.take = unfinished(step, choice.seed);
    }
  }

  void fetch_once(const Choice& choice, bool here, Decision& decision) {
    const auto [first, is_first] = fetches_.emplace(choice.blob, decision.step);
    if (!is_first) {
      share(first->second, decision);
      return;
    }
    decision.kind = DecisionKind::fetch;
    decision.made = made_of(choice);
    decision.fetch = Fetch{choice.blob, choice.bytes, here, std::nullopt};
    if (choice.offer != nullptr) {
      decision.fetch->record = *choice.offer;
    }
    decision.cost = Money{};
  }

  /// A take that a crash or Ctrl-C cut short before it left: nobody else works on it, so the same
  /// take goes on.
  [[nodiscard]] std::optional<TakeId> unfinished(
      const GenerateStep& step, std::optional<std::uint32_t> seed = std::nullopt) const {
    for (const Take& take : takes_of(facts_, step.key)) {
      const bool open = take.state == TakeState::reserved ||
                        (take.state == TakeState::intent && step.model->local());
      if (open && (!seed || take.seed == *seed)) {
        return take.id;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Choice> choose(const GenerateStep& step) const {
    return options_.draft ? first_take(facts_, step.key)
                          : select_take(facts_, question_of(campaign_, step));
  }

  [[nodiscard]] const std::string& clip_name(const GenerateStep& step) const {
    return campaign_.scenes[step.scene].name;
  }

  /// An earlier step makes it.
  static void share(StepIndex first, Decision& decision) {
    decision.kind = DecisionKind::hit;
    decision.same_as = first;
  }

  void decide_free(const Step& step, Decision& decision) {
    decision.cost = Money{};
    bool all_made = true;
    for (const StepIndex input : step.inputs) {
      const DecisionKind kind = kinds_[input];
      if (needs_person(kind) || kind == DecisionKind::blocked) {
        decision.kind = DecisionKind::blocked;
        return;
      }
      all_made = all_made && made_[input].has_value();
    }
    if (!all_made) {
      decision.kind = DecisionKind::maybe;
      return;
    }
    decision.key = key_of(graph_, step, made_);
    decision.made = find_made(facts_, *decision.key);
    if (decision.made) {
      decision.kind = DecisionKind::hit;
      return;
    }
    const auto [first, is_first] = runs_.emplace(*decision.key, decision.step);
    if (!is_first) {
      share(first->second, decision);
    }
  }

  void add(Plan& plan, Decision decision) const {
    const StepKind kind = graph_.steps[decision.step].kind();
    ++plan.totals[kind].of[decision.kind];
    if (kind == StepKind::generate && decision.kind == DecisionKind::run) {
      plan.cost += decision.cost.value_or(Money{});
      plan.unknown_prices += decision.cost ? 0 : 1;
    }
    if (decision.fetch && !decision.fetch->here) {
      plan.fetch_bytes += decision.fetch->bytes;
    }
    plan.decisions.push_back(std::move(decision));
  }

  const Graph& graph_;
  const Campaign& campaign_;
  const Facts& facts_;
  const PlanOptions& options_;
  std::optional<Money> for_another_;
  std::vector<std::optional<Made>> made_;
  std::vector<DecisionKind> kinds_;
  std::unordered_map<Digest, StepIndex, DigestHash> runs_;  ///< the step that makes a key's output
  std::unordered_map<Digest, StepIndex, DigestHash> remakes_;  ///< the step that makes bytes again
  std::unordered_map<Digest, StepIndex, DigestHash> fetches_;  ///< the step that fetches bytes
};

/// What a plan spends on takes in place of others that fell short, as far as prices are known.
Money cost_of_others(const Plan& plan) {
  Money sum;
  for (const Decision& decision : plan.decisions) {
    if (decision.kind == DecisionKind::run && decision.cause == RunCause::another) {
      sum += decision.cost.value_or(Money{});
    }
  }
  return sum;
}

}  // namespace

Plan make_plan(const Graph& graph, const Campaign& campaign, const std::vector<bool>& wanted,
               const Facts& facts, const PlanOptions& options) {
  CHECK(wanted.size() == graph.steps.size());
  Plan plan = Planner(graph, campaign, facts, options).run(wanted);
  const Money others = cost_of_others(plan);
  if (!options.money.left || others.micros == 0 || plan.cost <= *options.money.left) {
    return plan;
  }
  const std::int64_t named = plan.cost.micros - others.micros;
  const Money rest{std::max<std::int64_t>(0, options.money.left->micros - named)};
  return Planner(graph, campaign, facts, options, rest).run(wanted);
}

Decision decide_clip(const Graph& graph, const Campaign& campaign, StepIndex step,
                     const Facts& facts, const PlanOptions& options) {
  return Planner(graph, campaign, facts, options).decide(step);
}

}  // namespace reshoot
