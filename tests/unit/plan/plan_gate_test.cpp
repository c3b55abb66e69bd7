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
};

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
