// SPDX-License-Identifier: Apache-2.0
// Decisions by a table of what the ledger and the store know.

#include "plan/plan.h"

#include <doctest/doctest.h>

#include "support/plan_setting.h"

using namespace reshoot;
using namespace reshoot::test;

TEST_CASE("plan: nothing is known: clips run, what follows may") {
  const PlanSetting s(2);
  CHECK(s.kinds() == "run run maybe maybe maybe");
  CHECK(s.plan().cost == Money{0});
  CHECK(s.plan().has_work());
}

TEST_CASE("plan: all is here: nothing to do") {
  PlanSetting s(2);
  s.add_take(0, TakeState::fetched, true);
  s.add_take(1, TakeState::fetched, true);
  s.finish_free_steps();
  CHECK(s.kinds() == "hit hit hit hit hit");
  CHECK_FALSE(s.plan().has_work());
}

TEST_CASE("plan: a missing artifact runs; what follows it may") {
  PlanSetting s(2);
  s.add_take(0, TakeState::fetched, true);
  s.add_take(1, TakeState::fetched, true);
  CHECK(s.kinds() == "hit hit run run maybe");
  s.finish_free_steps();
  s.facts.blobs.erase(s.plan().decisions[2].made->blob);
  CHECK(s.kinds() == "hit hit run hit maybe");
}

TEST_CASE("plan: missing bytes of a free take are made again as the same take") {
  PlanSetting s(1);
  const Take take = s.add_take(0, TakeState::fetched, false);
  const Plan p = s.plan();
  CHECK(p.decisions[0].kind == DecisionKind::run);
  CHECK(p.decisions[0].cause == RunCause::remake);
  CHECK(p.decisions[0].take == take.id);
}

TEST_CASE(
    "plan: missing bytes of a paid take are lost, and what needs them is blocked; it is never "
    "run") {
  PlanSetting s(2, "paid");
  s.add_take(0, TakeState::fetched, false);
  CHECK(s.kinds() == "lost run blocked maybe blocked");
  CHECK(s.plan().cost == Money{500'000});
}

TEST_CASE("plan: a take that was cut short goes on as the same take") {
  PlanSetting s(1);
  const Take take = s.add_take(0, TakeState::intent, false);
  CHECK(s.plan().decisions[0].take == take.id);
  CHECK(s.plan().decisions[0].cause == RunCause::first);
}

TEST_CASE(
    "plan: a request for a retake runs though there is a take; not in a draft, not for another "
    "key") {
  PlanSetting s(1);
  s.add_take(0, TakeState::fetched, true);
  s.facts.retakes[s.generate(0).key] = {7, "scene_0", s.generate(0).key, ""};
  CHECK(s.plan().decisions[0].kind == DecisionKind::run);
  CHECK(s.plan().decisions[0].retake->id == 7);
  CHECK(s.plan({true, false, 3}).decisions[0].kind == DecisionKind::hit);
  s.facts.retakes.clear();
  s.facts.retakes[sha256("before the edit")] = {7, "scene_0", sha256("before the edit"), ""};
  CHECK(s.plan().decisions[0].kind == DecisionKind::hit);
}

TEST_CASE("plan: max_takes counts billed takes, and holds") {
  PlanSetting s(1, "paid");
  for (int i = 0; i < 2; ++i) {
    Take& take = s.add_take(0, TakeState::fetched, true);
    take.rejected = true;
    take.cost = {500'000};
  }
  CHECK(s.plan({false, false, 3}).decisions[0].kind == DecisionKind::run);
  CHECK(s.kinds({false, false, 2}) == "held blocked blocked");
}

TEST_CASE("plan: clips of equal key are paid once") {
  PlanSetting s(2, "paid");
  s.campaign.scenes[1] = s.campaign.scenes[0];
  s.campaign.scenes[1].name = "twin";
  s.expand_again();
  const Plan p = s.plan();
  CHECK(p.decisions[0].kind == DecisionKind::run);
  CHECK(p.decisions[1].kind == DecisionKind::hit);
  CHECK(p.decisions[1].same_as == 0);
  CHECK(p.cost == Money{500'000});
}

TEST_CASE("plan: clips of equal key with takes of their own are decided each by its take") {
  PlanSetting s(2);
  s.campaign.scenes[1] = s.campaign.scenes[0];
  s.campaign.scenes[1].name = "twin";
  s.expand_again();
  s.add_take(0, TakeState::fetched, false);
  const Take here = s.add_take(0, TakeState::fetched, true);
  s.facts.pins.own[{"scene_0", s.generate(0).key}] = here.uuid;
  s.facts.pins.own[{"twin", s.generate(0).key}] = s.facts.takes[s.generate(0).key][0].uuid;
  const Plan p = s.plan();
  CHECK(p.decisions[0].kind == DecisionKind::hit);
  CHECK(p.decisions[1].kind == DecisionKind::run);
  CHECK(p.decisions[1].cause == RunCause::remake);
}

TEST_CASE("plan: a clip that is pinned to another take does not follow a retake of its key") {
  PlanSetting s(2);
  s.campaign.scenes[1] = s.campaign.scenes[0];
  s.campaign.scenes[1].name = "twin";
  s.expand_again();
  const Take take = s.add_take(0, TakeState::fetched, true);
  s.facts.retakes[take.clip_key] = {7, "scene_0", take.clip_key, ""};
  CHECK(s.plan().decisions[1].same_as == 0);
  s.facts.pins.own[{"twin", take.clip_key}] = take.uuid;
  CHECK(s.plan().decisions[1].made.has_value());
}

TEST_CASE("plan: a price that the catalog does not know is counted, not guessed") {
  PlanSetting s(1, "paid");
  auto& step = std::get<GenerateStep>(s.graph.steps[0].what);
  step.cost.reset();
  CHECK(s.plan().unknown_prices == 1);
  CHECK(s.plan().cost == Money{0});
}

TEST_CASE("plan: only wanted steps are decided") {
  const PlanSetting s(2);
  std::vector<bool> wanted(s.graph.steps.size(), false);
  wanted[1] = true;
  const Plan p = make_plan(s.graph, s.campaign, wanted, s.facts, {});
  REQUIRE(p.decisions.size() == 1);
  CHECK(p.decisions[0].step == 1);
}

TEST_CASE("plan: missing bytes that the remote has are fetched, and what follows has its key") {
  PlanSetting s(1, "paid");
  const Take take = s.add_take(0, TakeState::fetched, false);
  s.facts.shared.insert(*take.blob);
  CHECK(s.kinds() == "fetch run maybe");
  const Plan p = s.plan();
  REQUIRE(p.decisions[0].fetch);
  CHECK(p.decisions[0].fetch->blob == *take.blob);
  CHECK_FALSE(p.decisions[0].fetch->here);
  CHECK(p.decisions[0].take == take.id);
  CHECK(p.cost == Money{0});
  CHECK(p.has_work());
  CHECK(s.kinds({true}) == "fetch run maybe");
}

TEST_CASE("plan: what the lock pins is fetched, lost or made again, and never run as new") {
  PlanSetting paid(1, "paid");
  const GenerateStep& clip = paid.generate(0);
  const LockedTake pin{"scene_0", clip.key, sha256("elsewhere"), 70, "test/paid", 5};
  paid.facts.lock = LockPins({{}, {}, {pin}});
  CHECK(paid.kinds() == "lost blocked blocked");
  paid.facts.shared.insert(pin.blob);
  CHECK(paid.kinds() == "fetch run maybe");
  CHECK(paid.plan().fetch_bytes == 70);
  paid.facts.blobs.insert(pin.blob);  // here, and the ledger does not know it
  CHECK(paid.kinds() == "fetch run maybe");
  CHECK(paid.plan().fetch_bytes == 0);
  CHECK(paid.plan().decisions[0].fetch->here);

  PlanSetting free(1);
  free.facts.lock =
      LockPins({{}, {}, {{"scene_0", free.generate(0).key, sha256("x"), 70, "local/animatic", 5}}});
  CHECK(free.kinds() == "run maybe maybe");
  CHECK(free.plan().decisions[0].cause == RunCause::remake);
  CHECK(free.plan().decisions[0].seed == 5);
  free.facts.blobs.insert(sha256("x"));
  CHECK(free.kinds() == "fetch run maybe");
}

TEST_CASE("plan: a request for a retake waits while the lock pins the clip") {
  PlanSetting s(1, "paid");
  const Take take = s.add_take(0, TakeState::fetched, true);
  const std::string scene = s.campaign.scenes[0].name;
  s.facts.retakes[take.clip_key] = {1, scene, take.clip_key, "too dark"};
  CHECK(s.kinds() == "run maybe maybe");
  s.facts.lock = LockPins({{}, {}, {{scene, take.clip_key, *take.blob, 1, "test/paid", 5}}});
  CHECK(s.kinds() == "hit run maybe");
}

TEST_CASE("plan: a take that the remote offers for a paid key is fetched, not bought") {
  PlanSetting s(1, "paid");
  TakeRecord record;
  record.blob = sha256("offered");
  record.bytes = 9;
  s.facts.offers[s.generate(0).key] = {record};
  s.facts.shared.insert(record.blob);
  CHECK(s.kinds() == "fetch run maybe");
  CHECK(s.plan().decisions[0].fetch->record == record);
}

TEST_CASE("plan: a take that was given up as lost, and that the lock approves, is fetched again") {
  PlanSetting s(1, "paid");
  Take& take = s.add_take(0, TakeState::lost, false);
  take.blob = sha256("approved");
  s.facts.lock = LockPins({{}, {}, {{"scene_0", take.clip_key, *take.blob, 1, "test/paid", 5}}});
  CHECK(s.kinds() == "lost blocked blocked");
  s.facts.shared.insert(*take.blob);
  CHECK(s.kinds() == "fetch run maybe");
  CHECK(s.plan().decisions[0].take == take.id);
  s.facts.blobs.insert(*take.blob);
  CHECK(s.plan().decisions[0].fetch->here);
}

TEST_CASE("plan: what an earlier run has sent is decided by its state, at a provider") {
  struct Row {
    TakeState state;
    bool billed;
    bool asked_for;  ///< a retake
    const char* expected;
    bool costs;
  };
  const Row rows[] = {
      {TakeState::reserved, false, false, "run maybe maybe", false},
      {TakeState::intent, false, false, "resume maybe maybe", false},
      {TakeState::submitted, false, false, "resume maybe maybe", false},
      {TakeState::succeeded, false, false, "resume maybe maybe", false},
      {TakeState::succeeded, false, true, "resume maybe maybe", false},
      {TakeState::in_doubt, false, false, "in_doubt blocked blocked", false},
      {TakeState::in_doubt, false, true, "in_doubt blocked blocked", false},
      {TakeState::failed, false, false, "run maybe maybe", true},
      {TakeState::refused, false, false, "held blocked blocked", false},
      {TakeState::refused, false, true, "run maybe maybe", true},
      {TakeState::lost, true, false, "lost blocked blocked", false},
      {TakeState::lost, true, true, "run maybe maybe", true},
      {TakeState::lost, false, false, "run maybe maybe", true},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.state));
    CAPTURE(row.asked_for);
    PlanSetting s(1, "far");
    Take& take = s.add_take(0, row.state, false);
    take.cost = {row.billed ? 500'000 : 0};
    if (row.asked_for) {
      s.facts.retakes[take.clip_key] = {7, s.campaign.scenes[0].name, take.clip_key, ""};
    }
    CHECK(s.kinds() == row.expected);
    const Decision clip = s.plan().decisions[0];
    CHECK((s.plan().cost.micros > 0) == row.costs);
    CHECK((clip.retake.has_value()) == (row.asked_for && row.state != TakeState::in_doubt));
    if (clip.kind == DecisionKind::resume || clip.kind == DecisionKind::in_doubt) {
      CHECK(clip.take == take.id);
    }
  }
}

TEST_CASE("plan: clips of equal key wait for one job") {
  PlanSetting s(2, "far");
  s.campaign.scenes[1] = s.campaign.scenes[0];
  s.campaign.scenes[1].name = "twin";
  s.expand_again();
  s.add_take(0, TakeState::submitted, false);
  const Plan plan = s.plan();
  CHECK(plan.totals.at(StepKind::generate)[DecisionKind::resume] == 1);
  CHECK(plan.totals.at(StepKind::generate)[DecisionKind::hit] == 1);
}

TEST_CASE("plan: faces that may not be uploaded hold what would be sent, and nothing else") {
  struct Row {
    const char* known;
    std::optional<TakeState> state;
    bool here;
    bool asked_for;  ///< a retake
    const char* expected;
  };
  const UploadRules rules{{{"gmi", "gmi.example", true}}, true, {2026, 11, 20}};
  for (const Row& row : {
           Row{"nothing", std::nullopt, false, false, "held blocked blocked"},
           Row{"a take", TakeState::fetched, true, false, "hit run maybe"},
           Row{"lost bytes", TakeState::fetched, false, false, "lost blocked blocked"},
           Row{"a job", TakeState::submitted, false, false, "resume maybe maybe"},
           Row{"a doubt", TakeState::in_doubt, false, false, "in_doubt blocked blocked"},
           Row{"a failure", TakeState::failed, false, false, "held blocked blocked"},
           Row{"not sent yet", TakeState::reserved, false, false, "held blocked blocked"},
           Row{"a take, one more asked for", TakeState::fetched, true, true,
               "held blocked blocked"},
       }) {
    CAPTURE(row.known);
    PlanSetting s(1, "far");
    if (row.state) {
      s.add_take(0, *row.state, row.here);
    }
    if (row.asked_for) {
      s.facts.retakes[s.generate(0).key] = {7, "scene_0", s.generate(0).key, ""};
    }
    PlanOptions options;
    options.uploads = rules;
    CHECK(s.kinds(options) == row.expected);
    const Decision clip = s.plan(options).decisions[0];
    CHECK((clip.kind == DecisionKind::held) == !clip.holds.empty());
    CHECK(s.plan(options).cost.micros == 0);
    s.campaign.characters[0].consent = Consent{picture("maya.pdf"), {}, {}, std::nullopt, {}};
    CHECK(s.plan(options).decisions[0].kind != DecisionKind::held);
  }
}

TEST_CASE("plan: of two clips of equal key, the one whose faces are agreed to is shot") {
  PlanSetting s(2, "far");
  s.campaign.characters[1].references = s.campaign.characters[0].references;
  s.campaign.scenes[1] = s.campaign.scenes[0];
  s.campaign.scenes[1].name = "twin";
  s.campaign.scenes[1].cast[0].character = 1;
  s.campaign.characters[1].consent = Consent{picture("leo.pdf"), {}, {}, std::nullopt, {}};
  s.expand_again();
  CHECK(s.generate(0).key == s.generate(1).key);
  PlanOptions options;
  options.uploads = {{{"gmi", "gmi.example", true}}, true, {2026, 11, 20}};
  const Plan plan = s.plan(options);
  CHECK(plan.decisions[0].kind == DecisionKind::held);
  CHECK(plan.decisions[1].kind == DecisionKind::run);
}

TEST_CASE(
    "plan: missing bytes of a free clip that a provider makes are made again as another take") {
  PlanSetting s(1, "own");
  Take& old = s.add_take(0, TakeState::fetched, false);
  old.seed = 77;
  const Decision again = s.plan().decisions[0];
  CHECK(again.kind == DecisionKind::run);
  CHECK(again.cause == RunCause::remake);
  CHECK(again.seed == 77U);
  CHECK_FALSE(again.take.has_value());

  // What came of it stands in for what the lock has approved.
  old.state = TakeState::lost;
  const Digest gone = *old.blob;
  s.add_take(0, TakeState::fetched, true).seed = 77;
  const Digest key = s.generate(0).key;
  s.facts.lock = LockPins({{}, {}, {{s.campaign.scenes[0].name, key, gone, 1, "comfyui/own", 77}}});
  CHECK(s.plan().decisions[0].kind == DecisionKind::hit);
}

TEST_CASE("plan: what is free is made again, however many takes of it a provider has lost") {
  PlanSetting s(1);
  s.catalog = Catalog({animatic_row(), own_row()});
  s.campaign = sample_campaign(s.catalog, 1, "own");
  s.expand_again();
  for (int i = 0; i < 4; ++i) {
    s.add_take(0, TakeState::lost, false).estimated = true;  // nobody told a figure
  }
  CHECK(s.kinds() == "run maybe maybe");
}
