// SPDX-License-Identifier: Apache-2.0
// Builds of clips that are judged: what is shot once more, what is held, and what trouble leaves.

#include <doctest/doctest.h>

#include "store/crash_point.h"
#include "support/gate_build.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

constexpr std::int64_t clip_micros = 500'000;  // five seconds

Digest key_of_clip(GateBuild& t, const Campaign& campaign, std::size_t clip) {
  return std::get<GenerateStep>(t.graph(campaign).steps[clip].what).key;
}

/// The number of the take that the lock has for a clip; 0: none.
int locked_take(const GateBuild& t, const std::string& clip) {
  const Lock lock = *reload_lock(t.options.lock_file);
  for (const LockedTake& block : lock.clips) {
    if (block.clip == clip) {
      for (const Take& take : t.takes()) {
        if (take.blob == block.blob) {
          return take.number;
        }
      }
    }
  }
  return 0;
}

struct Crash {};
[[noreturn]] void throw_crash() {
  throw Crash{};
}

/// The process ends at this seam.
void crash_at(const std::string& seam, GateBuild& t, const Campaign& campaign) {
  set_crash_point(seam, throw_crash);
  CHECK_THROWS_AS(t.shoot(campaign), Crash);
  set_crash_point("", nullptr);
  t.options.providers = nullptr;
}

std::uint64_t submits(const GateBuild& t) {
  return t.cloud.calls(emulator::Operation::submit);
}

/// Builds; this submit, counted from here on, is never answered, and a person finds out that it was
/// billed.
void lose_call(GateBuild& t, const Campaign& campaign, std::uint64_t submit) {
  t.go_wrong(emulator::FaultKind::no_answer_before, {submit});
  t.shoot(campaign);
  const Take last = t.takes().back();
  REQUIRE(last.state == TakeState::in_doubt);
  REQUIRE(t.open().ledger.settle_doubt(last.id, {DoubtAnswer::billed, {}, "it is on the bill"}));
}

/// As `reshoot retake`, and as `reshoot build --regenerate` once it has let go of what is lost.
void ask_for_another(GateBuild& t, const Campaign& campaign) {
  t.time.advance(std::chrono::seconds{1});
  t.retake("scene_0", key_of_clip(t, campaign, 0));
  t.time.advance(std::chrono::seconds{1});
}

}  // namespace

TEST_CASE("gate: wrong, wrong, right: three takes are billed, and the last one is used") {
  for (const bool threads : {false, true}) {
    CAPTURE(threads);
    GateBuild t;
    t.options.threads = threads;
    t.shows = "wwr";
    const Campaign campaign = t.campaign(1);
    const BuildOutcome outcome = t.shoot(campaign);
    CHECK(outcome.finished.end == BuildEnd::done);
    CHECK(outcome.held == 0);
    CHECK(outcome.finished.generate.run == 1);
    CHECK(outcome.finished.spent == Money{3 * clip_micros});
    CHECK(outcome.finished.published == 1);
    CHECK(states_of(t.takes()) == "fetched fetched fetched");
    REQUIRE(t.observer.fell_short.size() == 2);
    CHECK(t.observer.fell_short[0].again);
    CHECK(t.observer.fell_short[1].again);
    CHECK(t.observer.fell_short[1].number == 2);
    CHECK(t.observer.fell_short[1].cost == Money{clip_micros});
    CHECK_FALSE(t.observer.fell_short[1].reason.empty());
    CHECK(t.measurer.measured() == 3);
    CHECK(locked_take(t, "scene_0") == 3);
    t.check_settled();
    const BuildOutcome second = t.shoot(campaign);
    CHECK(second.finished.generate.hit == 1);
    CHECK(second.finished.spent == Money{});
    CHECK(t.measurer.measured() == 3);
    CHECK(t.jobs() == 3);
  }
}

TEST_CASE("gate: seeds of takes that follow one another are those of their numbers") {
  GateBuild t;
  t.shows = "wwr";
  t.shoot(t.campaign(1));
  const std::vector<Take> takes = t.takes();
  REQUIRE(takes.size() == 3);
  for (std::size_t i = 0; i < takes.size(); ++i) {
    CHECK(takes[i].seed == seed_of(takes[i].clip_key, {}, static_cast<int>(i) + 1));
  }
}

TEST_CASE("gate: never the right person: held after max_takes; other videos are cut") {
  GateBuild t;
  t.limits["gmi"].at_once = 1;  // job 1 is of the first clip, the rest of the second
  t.shows = "rw";
  Campaign campaign = t.campaign(2);
  campaign.videos.push_back(campaign.videos[0]);
  campaign.videos[1].name = "teaser";
  campaign.videos[1].scenes = {0};
  campaign.videos[1].scene_places.resize(1);
  const BuildOutcome outcome = t.shoot(campaign);
  CHECK(outcome.held == 1);
  CHECK(outcome.failures.empty());
  CHECK(t.jobs() == 4);
  CHECK(t.video("sample/launch.mp4") == "(none)");
  CHECK(t.video("sample/teaser.mp4") != "(none)");
  CHECK(locked_take(t, "scene_0") == 1);
  CHECK(locked_take(t, "scene_1") == 0);
  REQUIRE(t.observer.fell_short.size() == 3);
  REQUIRE(t.observer.fell_short[2].hold);
  CHECK(t.observer.fell_short[2].hold->why.find("budget.max_takes (3) is used up") !=
        std::string::npos);
  t.check_settled();
  // The next build knows: it pays and measures nothing.
  t.shoot(campaign);
  CHECK(t.plan_now(campaign).count(DecisionKind::held) == 1);
  CHECK(t.jobs() == 4);
  CHECK(t.measurer.measured() == 4);
  // One more take is allowed.
  campaign.budget.max_takes = 4;
  t.shows = "rwwwr";
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.jobs() == 5);
  CHECK(locked_take(t, "scene_1") == 4);
}

TEST_CASE("gate: a policy that holds, or that cannot be judged, asks for no other take") {
  struct Row {
    const char* shows;
    IdentityPolicy policy;
    int held;
  };
  for (const Row& row :
       {Row{"w", {.on_fail = OnFail::hold}, 1}, Row{"w", {.on_fail = OnFail::warn}, 0},
        Row{"u", {}, 1}, Row{"u", {.allow_na = true}, 0}, Row{"?", {.on_fail = OnFail::hold}, 1},
        Row{"?", {.allow_unsure = true}, 0}}) {
    CAPTURE(row.shows);
    GateBuild t;
    t.shows = row.shows;
    const BuildOutcome outcome = t.shoot(t.campaign(1, row.policy));
    CHECK(outcome.failures.empty());
    CHECK(outcome.held == row.held);
    CHECK(outcome.finished.published == 1 - row.held);
    CHECK(t.jobs() == 1);
    t.check_settled();
  }
}

TEST_CASE("gate: the money of the run stops the loop with a hold, not with a failure") {
  GateBuild t;
  t.shows = "w";
  t.options.spare = Money{clip_micros + clip_micros / 2};
  const BuildOutcome outcome = t.shoot(t.campaign(1));
  CHECK(outcome.held == 1);
  CHECK(outcome.failures.empty());
  CHECK(t.jobs() == 2);
  REQUIRE(t.observer.fell_short.size() == 2);
  REQUIRE(t.observer.fell_short[1].hold);
  CHECK(t.observer.fell_short[1].hold->why.find("the budget of this run") != std::string::npos);
  t.check_settled();
}

TEST_CASE("gate: what was lost after a take that fell short is paid for again by a person only") {
  struct Row {
    const char* shows;
    const char* states;
    int held;
  };
  // Once a person has asked, the policy counts from there: no loss is left to be asked about.
  for (const Row& row :
       {Row{"wr", "fetched lost fetched", 0}, Row{"w", "fetched lost fetched", 1}}) {
    CAPTURE(row.shows);
    GateBuild t;
    t.shows = row.shows;
    const Campaign campaign = t.campaign(1);
    lose_call(t, campaign, 2);
    REQUIRE(states_of(t.takes()) == "fetched lost");
    for (int builds = 0; builds < 2; ++builds) {
      CHECK(t.plan_now(campaign).decisions[0].kind == DecisionKind::lost);
      t.shoot(campaign);
    }
    CHECK(submits(t) == 2);
    ask_for_another(t, campaign);
    CHECK(t.shoot_on(campaign).held == row.held);
    CHECK(states_of(t.takes()) == row.states);
    CHECK(t.plan_now(campaign).count(DecisionKind::held) == row.held);
    CHECK(t.plan_now(campaign).count(DecisionKind::lost) == 0);
    t.shoot(campaign);
    CHECK(submits(t) == 3);
    CHECK(locked_take(t, "scene_0") == (row.held == 0 ? 3 : 0));
  }
}

TEST_CASE("gate: what a person asked for and was lost is paid for again by a person only") {
  GateBuild t;
  t.shows = "w";
  const Campaign campaign = t.campaign(1, {.on_fail = OnFail::hold});
  t.shoot(campaign);
  ask_for_another(t, campaign);
  lose_call(t, campaign, 1);
  REQUIRE(states_of(t.takes()) == "fetched lost");
  t.shoot(campaign);
  CHECK(t.plan_now(campaign).decisions[0].kind == DecisionKind::lost);
  CHECK(t.takes().size() == 2);
  ask_for_another(t, campaign);
  t.shoot(campaign);
  CHECK(states_of(t.takes()) == "fetched lost fetched");
}

TEST_CASE("gate: what was refused after a take that fell short is sent again by a person only") {
  GateBuild t;
  t.shows = "w";
  const Campaign campaign = t.campaign(1);
  t.go_wrong(emulator::FaultKind::refuse_content, {2, 3, 4, 5});
  CHECK(t.shoot(campaign).failures.size() == 1);
  for (std::uint64_t sent = 2; sent <= 3; ++sent) {
    CAPTURE(sent);
    for (int builds = 0; builds < 2; ++builds) {
      const Plan plan = t.plan_now(campaign);
      REQUIRE(plan.decisions[0].kind == DecisionKind::held);
      CHECK(plan.decisions[0].holds[0].why.find("refused take") != std::string::npos);
      CHECK(t.shoot(campaign).failures.empty());
      CHECK(submits(t) == sent);
    }
    ask_for_another(t, campaign);
    t.shoot(campaign);
  }
  CHECK(states_of(t.takes()) == "fetched refused refused refused");
  CHECK(t.jobs() == 1);
  t.check_settled();
}

TEST_CASE("gate: Ctrl-C while a take is measured keeps it; the next build measures and goes on") {
  GateBuild t;
  t.shows = "wr";
  const Campaign campaign = t.campaign(1);
  t.measurer.meanwhile = [&] { t.interrupt(); };
  const BuildOutcome outcome = t.shoot(campaign);
  t.measurer.meanwhile = {};
  CHECK(outcome.finished.end == BuildEnd::interrupted);
  CHECK(outcome.failures.empty());
  CHECK(states_of(t.takes()) == "fetched");
  CHECK(t.measurer.measured() == 0);
  CHECK(locked_take(t, "scene_0") == 0);
  t.check_settled();
  CHECK(t.plan_now(campaign).decisions[0].kind == DecisionKind::check);
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.refreshed.measured == 1);
  CHECK(t.jobs() == 2);
  CHECK(locked_take(t, "scene_0") == 2);
  t.check_settled();
}

TEST_CASE("gate: a crash between bytes and verdict pays nothing twice") {
  for (const char* seam : {"take.kept", "take.fetched", "blob.after_rename:4"}) {
    CAPTURE(seam);
    GateBuild t;
    t.shows = "wr";
    const Campaign campaign = t.campaign(1);
    crash_at(seam, t, campaign);
    CHECK(t.jobs() == 1);
    CHECK(t.shoot_on(campaign).finished.end == BuildEnd::done);
    CHECK(t.jobs() == 2);
    CHECK(locked_take(t, "scene_0") == 2);
    t.check_settled();
  }
}

TEST_CASE("gate: a person's retake that falls short is not chosen; the older take stays") {
  GateBuild t;
  t.shows = "rw";
  const Campaign campaign = t.campaign(1);
  t.shoot(campaign);
  const std::string before = t.video("sample/launch.mp4");
  t.retake("scene_0", key_of_clip(t, campaign, 0));
  const BuildOutcome outcome = t.shoot(campaign);
  CHECK(outcome.held == 0);
  CHECK(t.jobs() == 2);
  REQUIRE(t.observer.fell_short.size() == 1);
  CHECK(t.observer.fell_short[0].is_used);
  CHECK(t.open().ledger.open_retakes("sample")->empty());
  CHECK(locked_take(t, "scene_0") == 1);
  CHECK(t.video("sample/launch.mp4") == before);
  CHECK_FALSE(t.plan_now(campaign).has_work());
  t.check_settled();
}

TEST_CASE("gate: a retake that falls short is not chosen either where a crash hid its verdict") {
  for (const bool by_crash : {true, false}) {
    CAPTURE(by_crash);
    GateBuild t;
    t.shows = "rw";
    const Campaign campaign = t.campaign(1);
    t.shoot(campaign);
    t.retake("scene_0", key_of_clip(t, campaign, 0));
    if (by_crash) {
      crash_at("take.fetched", t, campaign);
    } else {
      t.measurer.meanwhile = [&] { t.interrupt(); };
      t.shoot(campaign);
      t.measurer.meanwhile = {};
    }
    const BuildOutcome outcome = t.shoot(campaign);
    CHECK(outcome.finished.end == BuildEnd::done);
    CHECK(t.jobs() == 2);
    CHECK(locked_take(t, "scene_0") == 1);
    CHECK(t.plan_now(campaign).count(DecisionKind::held) == 0);
  }
}

TEST_CASE("gate: a retake that passes is the pin from then on") {
  GateBuild t;
  const Campaign campaign = t.campaign(1);
  t.shoot(campaign);
  t.retake("scene_0", key_of_clip(t, campaign, 0));
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.observer.fell_short.empty());
  CHECK(locked_take(t, "scene_0") == 2);
}

TEST_CASE("gate: two scenes of equal key are judged each by its own policy") {
  struct Row {
    IdentityPolicy first, second;
    const char* shows;
    int held;
    std::size_t jobs;
    int first_take, second_take;
  };
  // What the lock pins for one of them ships for the other only where its own policy allows it.
  const IdentityPolicy loose{.on_fail = OnFail::warn};
  const IdentityPolicy holds{.on_fail = OnFail::hold};
  for (const Row& row : {Row{{}, loose, "wr", 0, 2, 2, 1}, Row{loose, {}, "wr", 0, 2, 1, 2},
                         Row{holds, loose, "w", 1, 1, 0, 1}, Row{loose, holds, "w", 1, 1, 1, 0},
                         Row{{}, {}, "wwr", 0, 3, 3, 3}, Row{{}, {}, "w", 2, 3, 0, 0}}) {
    CAPTURE(row.shows);
    CAPTURE(row.held);
    CAPTURE(row.first_take);
    GateBuild t;
    t.shows = row.shows;
    Campaign campaign = t.campaign(2);
    campaign.scenes[1] = campaign.scenes[0];
    campaign.scenes[1].name = "twin";
    judge_by(campaign.scenes[0], row.first);
    judge_by(campaign.scenes[1], row.second);
    const BuildOutcome outcome = t.shoot_on(campaign);
    CHECK(outcome.failures.empty());
    CHECK(outcome.notes.empty());
    CHECK(t.plan_now(campaign).count(DecisionKind::held) == row.held);
    CHECK(t.jobs() == row.jobs);
    CHECK(locked_take(t, "scene_0") == row.first_take);
    CHECK(locked_take(t, "twin") == row.second_take);
    t.check_settled();
  }
}

TEST_CASE("gate: a take whose bytes cannot be decoded is judged as not measured, and waits") {
  GateBuild t;
  t.shows = "u";
  const Campaign campaign = t.campaign(1);
  t.shoot(campaign);
  REQUIRE(t.observer.fell_short.size() == 1);
  CHECK(t.observer.fell_short[0].verdict == Verdict::na);
  CHECK(t.observer.fell_short[0].hold);
  CHECK(t.plan_now(campaign).decisions[0].kind == DecisionKind::held);
}

TEST_CASE("gate: a policy that was edited judges what is there, and measures and pays nothing") {
  GateBuild t;
  t.shows = "w";
  Campaign campaign = t.campaign(1, {.on_fail = OnFail::hold});
  t.shoot(campaign);
  CHECK(t.plan_now(campaign).count(DecisionKind::held) == 1);
  judge_by(campaign.scenes[0], {.on_fail = OnFail::warn});
  CHECK(t.shoot(campaign).finished.end == BuildEnd::done);
  CHECK(t.measurer.measured() == 1);
  CHECK(t.refreshed.compared == 0);
  CHECK(t.jobs() == 1);
}

TEST_CASE("gate: a build without a measurer keeps the take that it paid for, and says why") {
  GateBuild t;
  const Campaign campaign = t.campaign(1);
  t.before_plan = [&](const Graph& graph, const Campaign& what, Store& store, Facts& facts,
                      const Cancel&) {
    return load_gate(graph, what, t.models.all(), store.ledger, facts);
  };
  const BuildOutcome outcome = t.shoot(campaign);
  REQUIRE(outcome.failures.size() == 1);
  CHECK(outcome.failures[0].kind == ErrorKind::environment);
  CHECK(states_of(t.takes()) == "fetched");
  CHECK(locked_take(t, "scene_0") == 0);
}
