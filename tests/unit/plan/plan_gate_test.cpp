// SPDX-License-Identifier: Apache-2.0
// Decisions about clips whose takes are judged: what ships, what is shot once more, what waits.

#include <doctest/doctest.h>

#include <vector>

#include "plan/plan.h"
#include "support/judged_takes.h"
#include "support/plan_setting.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

/// Clips of a model that providers sell, all of them judged.
struct JudgedSetting : PlanSetting {
  explicit JudgedSetting(int scenes, const std::string& model = "far")
      : PlanSetting(scenes, model) {
    for (Scene& scene : campaign.scenes) {
      judge_by(scene, {});
    }
    expand_again();
    facts.gate.on = true;
  }

  /// A take of the first clip that is here and was paid for.
  Take& add_paid() {
    Take& take = add_take(0, TakeState::fetched, true);
    take.cost = {500'000};
    return take;
  }
  void judge(const Take& take, const Judgement& judgement) {
    put_verdict(facts, campaign.scenes[0], take, judgement);
  }
  Take& add_short(OnFail on_fail = OnFail::retake) {
    Take& take = add_paid();
    judge(take, verdict_of(false, on_fail));
    return take;
  }
  Decision first(const PlanOptions& options = {}) const { return plan(options).decisions[0]; }

  /// Takes of the first clip, one second apart: `p` passes, `s` falls short, `l` was paid for and
  /// lost, `x` is such a one that a person has rejected, `r` was refused, `f` failed.
  void add_history(const std::string& letters) {
    for (const char letter : letters) {
      Take& take = letter == 'p' || letter == 's' ? add_paid() : add_ended(letter);
      take.created = second(take.number);
      if (take.blob) {
        judge(take, verdict_of(letter == 'p'));
      }
    }
  }
  /// A person asks for a take of the first clip half a second after take `number` was sent.
  void ask_after(int number) {
    Wall asked = second(number);
    asked.ns += 500'000'000;
    facts.retakes[generate(0).key] = {7, "scene_0", generate(0).key, "", asked};
  }

 private:
  static Wall second(int number) { return {number * std::int64_t{1'000'000'000}}; }

  Take& add_ended(char letter) {
    const bool lost = letter == 'l' || letter == 'x';
    Take& take = add_take(0,
                          lost            ? TakeState::lost
                          : letter == 'r' ? TakeState::refused
                                          : TakeState::failed,
                          false);
    take.cost = {lost ? 500'000 : 0};
    take.rejected = letter == 'x';
    return take;
  }
};

/// `run another`, `lost 2`: what is decided, and of which take or why.
std::string text_of(const Decision& decision) {
  std::string text(name_of(decision.kind));
  if (decision.kind == DecisionKind::run) {
    const bool first = decision.cause == RunCause::first;
    text += first ? " first" : decision.cause == RunCause::another ? " another" : " retake";
  } else if (decision.take) {
    text += " " + std::to_string(*decision.take + 1);  // ids of the first clip's takes begin at 0
  }
  return text;
}

}  // namespace

TEST_CASE("plan: a take that is here and not judged is checked, and nothing is cut with it") {
  JudgedSetting s(1);
  const Take take = s.add_paid();
  CHECK(s.first().kind == DecisionKind::check);
  CHECK(s.first().take == take.id);
  CHECK_FALSE(s.first().made);
  CHECK(s.kinds() == "check maybe maybe");
  CHECK(s.plan().has_work());
  CHECK(s.plan().cost == Money{});
  CHECK(s.kinds({true}) == "hit run maybe");  // a draft judges nothing
  s.judge(take, verdict_of(true));
  CHECK(s.kinds() == "hit run maybe");
}

TEST_CASE("plan: a take that falls short is shot once more while max_takes lasts, then held") {
  JudgedSetting s(1);
  for (int taken = 1; taken <= 3; ++taken) {
    CAPTURE(taken);
    s.add_short();
    const Decision decision = s.first();
    CHECK(decision.kind == (taken < 3 ? DecisionKind::run : DecisionKind::held));
    if (taken < 3) {
      CHECK(decision.cause == RunCause::another);
      CHECK(decision.cost == Money{500'000});
      CHECK_FALSE(decision.take);
    } else {
      REQUIRE(decision.holds.size() == 1);
      CHECK(decision.holds[0].why ==
            "take 3 falls short: that is somebody else; budget.max_takes (3) is used up");
      CHECK(decision.holds[0].help.find("--reason WHY") != std::string::npos);
    }
  }
  CHECK(s.kinds() == "held blocked blocked");
  CHECK(s.kinds({.max_takes = 4}) == "run maybe maybe");
}

TEST_CASE("plan: a take that was set aside for the next one goes on, though max_takes is reached") {
  JudgedSetting s(1);
  for (int i = 0; i < 3; ++i) {
    s.add_short();
  }
  const Take open = s.add_take(0, TakeState::reserved, false);
  CHECK(s.first().kind == DecisionKind::run);
  CHECK(s.first().take == open.id);
  CHECK(s.first().cost == Money{});
}

TEST_CASE("plan: what is out is waited for before another take is thought of") {
  JudgedSetting s(1);
  s.add_short();
  s.add_take(0, TakeState::submitted, false);
  CHECK(s.first().kind == DecisionKind::resume);
}

TEST_CASE("plan: a policy that holds asks for no other take") {
  JudgedSetting s(1);
  s.add_short(OnFail::hold);
  REQUIRE(s.first().kind == DecisionKind::held);
  CHECK(s.first().holds[0].why == "take 1 falls short: that is somebody else");
}

TEST_CASE("plan: a loss or a refusal after a take that fell short waits for a person") {
  struct Row {
    const char* history;  ///< letters as in add_history()
    const char* expected;
  };
  for (const Row& row : {
           Row{"s", "run another"},
           Row{"sl", "lost 2"},
           Row{"sll", "lost 3"},
           Row{"ls", "run another"},  // somebody has asked for the one that fell short
           Row{"sls", "run another"},
           Row{"slsl", "lost 4"},
           Row{"slf", "lost 2"},
           Row{"slr", "lost 2"},
           Row{"sx", "run another"},
           Row{"pl", "hit 1"},
           Row{"sr", "held"},
           Row{"srf", "held"},
           Row{"rs", "held"},
           Row{"sf", "run another"},
           Row{"pr", "hit 1"},
       }) {
    CAPTURE(row.history);
    JudgedSetting s(1);
    s.add_history(row.history);
    CHECK(text_of(s.first({.max_takes = 9})) == row.expected);
    CHECK((s.plan({.max_takes = 9}).cost > Money{}) == (row.expected[0] == 'r'));
  }
}

TEST_CASE("plan: a clip that was refused says so, and what its other takes are worth") {
  JudgedSetting s(1);
  s.add_history("sr");
  s.facts.takes.at(s.generate(0).key)[1].note = "a logo can be seen";
  const std::vector<Hold> holds = s.first().holds;
  REQUIRE(holds.size() == 2);
  CHECK(holds[0].why == "gmi refused take 2 for what it asks or shows: a logo can be seen");
  CHECK(holds[1].why == "take 1 falls short: that is somebody else");
  CHECK(holds[1].help.find("--reason WHY") != std::string::npos);
}

TEST_CASE("plan: a loss or a refusal of a free clip stops nothing") {
  for (const char* history : {"sl", "sr", "l", "r"}) {
    CAPTURE(history);
    JudgedSetting s(1, "own");
    s.add_history(history);
    CHECK(s.first({.max_takes = 9}).kind == DecisionKind::run);
  }
}

TEST_CASE("plan: who asked for a take pays once, also where it is lost or refused") {
  struct Row {
    const char* history;
    int asked_after;  ///< this take
    const char* expected;
  };
  for (const Row& row : {
           Row{"sl", 2, "run retake"},
           Row{"sl", 1, "lost 2"},
           Row{"sll", 2, "lost 3"},
           Row{"sls", 2, "run retake"},  // the loss has been dealt with, the request has not
           Row{"pl", 1, "lost 2"},
           Row{"pl", 2, "run retake"},
           Row{"pf", 1, "run retake"},
           Row{"l", 1, "run retake"},
           Row{"sr", 2, "run retake"},
           Row{"sr", 1, "held"},
           Row{"pr", 1, "held"},
           Row{"pr", 2, "run retake"},
           Row{"r", 1, "run retake"},
       }) {
    CAPTURE(row.history);
    CAPTURE(row.asked_after);
    JudgedSetting s(1);
    s.add_history(row.history);
    s.ask_after(row.asked_after);
    CHECK(text_of(s.first()) == row.expected);
  }
}

TEST_CASE("plan: takes in place of others wait where money is short, and the rest is shot") {
  struct Row {
    int named;  ///< clips that have no take yet; two more have one that falls short
    std::optional<Money> left;
    const char* expected;  ///< of the two, then of the others
    std::int64_t cost;
  };
  const auto usd = [](double dollars) { return Money{static_cast<std::int64_t>(dollars * 1e6)}; };
  for (const Row& row : {
           Row{0, std::nullopt, "run run", 1'000'000}, Row{0, usd(1), "run run", 1'000'000},
           Row{0, usd(0.99), "run held", 500'000}, Row{0, usd(0.49), "held held", 0},
           Row{0, usd(0), "held held", 0}, Row{1, usd(1.5), "run run run", 1'500'000},
           Row{1, usd(1.4), "run held run", 1'000'000}, Row{1, usd(0.5), "held held run", 500'000},
           Row{1, usd(0.1), "held held run", 500'000},  // the whole build is refused for that one
       }) {
    CAPTURE(row.expected);
    CAPTURE(row.cost);
    JudgedSetting s(2 + row.named);
    for (StepIndex clip = 0; clip < 2; ++clip) {
      Take& take = s.add_take(clip, TakeState::fetched, true);
      take.cost = {500'000};
      put_verdict(s.facts, s.campaign.scenes[clip], take, verdict_of(false));
    }
    const Plan plan = s.plan({.money = {row.left}});
    std::string kinds;
    for (std::size_t clip = 0; clip < s.campaign.scenes.size(); ++clip) {
      kinds += (clip == 0 ? "" : " ") + std::string(name_of(plan.decisions[clip].kind));
    }
    CHECK(kinds == row.expected);
    CHECK(plan.cost == Money{row.cost});
    const bool any_held = plan.count(DecisionKind::held) > 0;
    CHECK((plan.count(DecisionKind::blocked) > 0) == any_held);
    CHECK((plan.count(DecisionKind::maybe) > 0) == (row.cost > 0));
  }
}

TEST_CASE("plan: a clip that money holds says what it would cost, and what its take is worth") {
  JudgedSetting s(1);
  s.add_short();
  const std::vector<Hold> holds = s.first({.money = {Money{400'000}}}).holds;
  REQUIRE(holds.size() == 2);
  CHECK(holds[0].why ==
        "its next take would cost $0.50, and the budget of this run does not allow that");
  CHECK(holds[1].why == "take 1 falls short: that is somebody else");
  // What was set aside for it already is no new money.
  s.add_take(0, TakeState::reserved, false);
  CHECK(s.first({.money = {Money{}}}).kind == DecisionKind::run);
}

TEST_CASE("plan: a take in place of another waits where its price is not known or accepted") {
  JudgedSetting s(1);
  s.add_short();
  std::get<GenerateStep>(s.graph.steps[0].what).cost = std::nullopt;
  CHECK(s.first().kind == DecisionKind::run);
  CHECK(s.first({.money = {Money{}}}).kind == DecisionKind::run);
  const Decision held = s.first({.money = {std::nullopt, false}});
  REQUIRE(held.kind == DecisionKind::held);
  CHECK(held.holds[0].help.find("--accept-unknown-price") != std::string::npos);
}

TEST_CASE("plan: clips of equal key wait for money together, and are paid for once") {
  JudgedSetting s(2);
  s.campaign.scenes[1] = s.campaign.scenes[0];
  s.campaign.scenes[1].name = "twin";
  s.expand_again();
  const Take take = s.add_short();
  put_verdict(s.facts, s.campaign.scenes[1], take, verdict_of(false));
  CHECK(s.plan({.money = {Money{499'999}}}).count(DecisionKind::held) == 2);
  const Plan plan = s.plan({.money = {Money{500'000}}});
  CHECK(plan.decisions[0].kind == DecisionKind::run);
  CHECK(plan.decisions[1].same_as == StepIndex{0});
}

TEST_CASE("plan: takes of a free model are counted as they were fetched") {
  JudgedSetting s(1, "own");
  for (int taken = 1; taken <= 2; ++taken) {
    s.judge(s.add_take(0, TakeState::fetched, true), verdict_of(false));
    s.add_take(0, TakeState::failed, false);
    CHECK(s.first({.max_takes = 2}).kind == (taken < 2 ? DecisionKind::run : DecisionKind::held));
  }
}

TEST_CASE("plan: a rejected take is none, and does not tell what follows") {
  JudgedSetting s(1);
  s.add_short(OnFail::hold).rejected = true;
  CHECK(s.first().kind == DecisionKind::run);
  CHECK(s.first().cause == RunCause::first);
}

TEST_CASE(
    "plan: a chosen take that falls short is held, also where others are left; --locked "
    "ships it") {
  JudgedSetting s(1);
  Take& passing = s.add_paid();
  s.judge(passing, verdict_of(true));
  const Take chosen = s.add_short();
  s.facts.pins.own[{"scene_0", chosen.clip_key}] = chosen.uuid;
  const Decision held = s.first();
  REQUIRE(held.kind == DecisionKind::held);
  CHECK(held.holds[0].why == "take 2, which is chosen, falls short: that is somebody else");
  CHECK(s.first({.locked = true}).kind == DecisionKind::hit);
  CHECK(s.first({.locked = true}).made->blob == *chosen.blob);
  s.facts.pins.accepted[{"scene_0", chosen.clip_key}] = "it is her brother";
  CHECK(s.first().kind == DecisionKind::hit);
  CHECK(s.first().made->blob == *chosen.blob);
}

TEST_CASE("plan: a chosen take is judged before it ships, but for one that is locked") {
  JudgedSetting s(1);
  s.add_paid();
  const Take chosen = s.add_paid();
  s.facts.pins.own[{"scene_0", chosen.clip_key}] = chosen.uuid;
  CHECK(s.kinds() == "check maybe maybe");
  CHECK(s.first({.locked = true}).kind == DecisionKind::hit);
}

TEST_CASE("plan: what a fetched take is worth is known when it is here") {
  JudgedSetting s(1);
  const Take take = s.add_take(0, TakeState::fetched, false);
  s.facts.shared.insert(*take.blob);
  CHECK(s.kinds() == "fetch maybe maybe");
  s.facts.pins.own[{"scene_0", take.clip_key}] = take.uuid;
  CHECK(s.kinds() == "fetch maybe maybe");
  s.facts.pins.own.clear();
  s.judge(take, verdict_of(true));
  CHECK(s.kinds() == "fetch run maybe");
}

TEST_CASE("plan: an offer of the remote that is not judged leaves its users open") {
  JudgedSetting s(1);
  TakeRecord record;
  record.blob = sha256("offered");
  record.frames = 150;
  s.facts.shared.insert(record.blob);
  s.facts.offers[s.generate(0).key] = {record};
  CHECK(s.kinds() == "fetch maybe maybe");
}

TEST_CASE("plan: clips of equal key are decided each by its own policy") {
  JudgedSetting s(2);
  s.campaign.scenes[1] = s.campaign.scenes[0];
  s.campaign.scenes[1].name = "twin";
  s.expand_again();
  const Take take = s.add_short(OnFail::hold);
  put_verdict(s.facts, s.campaign.scenes[1], take, verdict_of(true));
  const Plan plan = s.plan();
  CHECK(plan.decisions[0].kind == DecisionKind::held);
  CHECK(plan.decisions[1].kind == DecisionKind::hit);
  CHECK(plan.decisions[1].made->blob == *take.blob);
}

TEST_CASE("decide_clip: one clip, as things are now") {
  JudgedSetting s(2);
  const auto decide = [&] { return decide_clip(s.graph, s.campaign, 0, s.facts, {}); };
  CHECK(decide().kind == DecisionKind::run);
  s.add_short();
  CHECK(decide().cause == RunCause::another);
  const Take right = s.add_paid();
  s.judge(right, verdict_of(true));
  CHECK(decide().kind == DecisionKind::hit);
  CHECK(decide().made->blob == *right.blob);
}
