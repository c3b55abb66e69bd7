// SPDX-License-Identifier: Apache-2.0
// What may start next, over a graph of two clips, their segments and one cut.

#include "execute/scheduler.h"

#include <doctest/doctest.h>

#include "support/sample_campaign.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

constexpr StepIndex clip_0 = 0;
constexpr StepIndex clip_1 = 1;
constexpr StepIndex segment_0 = 2;
constexpr StepIndex segment_1 = 3;
constexpr StepIndex cut = 4;

struct Setting {
  Catalog catalog{{animatic_row()}};
  Graph graph;

  Setting() {
    PretendDigests digests;
    Diagnostics diags;
    graph = *expand(sample_campaign(catalog, 2), catalog, digests, {}, diags);
  }

  static Plan plan(const std::vector<DecisionKind>& kinds) {
    Plan p;
    for (StepIndex i = 0; i < kinds.size(); ++i) {
      Decision d;
      d.step = i;
      d.kind = kinds[i];
      if (d.kind == DecisionKind::hit) {
        d.made = Made{};
      }
      p.decisions.push_back(d);
    }
    return p;
  }
};

constexpr auto run = DecisionKind::run;
constexpr auto hit = DecisionKind::hit;
constexpr auto maybe = DecisionKind::maybe;
constexpr auto lost = DecisionKind::lost;
constexpr auto blocked = DecisionKind::blocked;

}  // namespace

TEST_CASE("scheduler: inputs first; what is nearest to a finished video comes first") {
  const Setting s;
  Scheduler scheduler(s.graph, Setting::plan({run, run, maybe, maybe, maybe}), false);
  CHECK(scheduler.next() == clip_0);
  CHECK(scheduler.next() == clip_1);
  CHECK(scheduler.next() == std::nullopt);
  scheduler.finish(clip_0);
  CHECK(scheduler.next() == segment_0);
  scheduler.finish(segment_0);
  CHECK(scheduler.next() == std::nullopt);
  scheduler.finish(clip_1);
  CHECK(scheduler.next() == segment_1);
  scheduler.finish(segment_1);
  CHECK(scheduler.next() == cut);
  CHECK(scheduler.running() == 1);
  scheduler.finish(cut);
  CHECK(scheduler.running() == 0);
  CHECK(scheduler.next() == std::nullopt);
}

TEST_CASE("scheduler: hits are done before anything starts, and never start") {
  const Setting s;
  Scheduler all(s.graph, Setting::plan({hit, hit, hit, hit, hit}), false);
  CHECK(all.next() == std::nullopt);
  Scheduler one(s.graph, Setting::plan({hit, run, hit, maybe, maybe}), false);
  CHECK(one.next() == clip_1);
  CHECK(one.next() == std::nullopt);
}

TEST_CASE("scheduler: a failure stops new starts, unless it is to keep going") {
  const Setting s;
  Scheduler stop(s.graph, Setting::plan({run, run, maybe, maybe, maybe}), false);
  stop.next();
  stop.fail(clip_0);
  CHECK(stop.next() == std::nullopt);
  CHECK(stop.state(clip_1) == StepState::ready);

  Scheduler go_on(s.graph, Setting::plan({run, run, maybe, maybe, maybe}), true);
  go_on.next();
  go_on.fail(clip_0);
  CHECK(go_on.next() == clip_1);
  go_on.finish(clip_1);
  CHECK(go_on.next() == segment_1);
  go_on.finish(segment_1);
  CHECK(go_on.next() == std::nullopt);
  CHECK(go_on.state(cut) == StepState::blocked);
}

TEST_CASE("scheduler: lost clips block what needs them and nothing else") {
  const Setting s;
  Scheduler scheduler(s.graph, Setting::plan({lost, run, blocked, maybe, blocked}), false);
  CHECK(scheduler.next() == clip_1);
  scheduler.finish(clip_1);
  CHECK(scheduler.next() == segment_1);
  CHECK(scheduler.state(cut) == StepState::blocked);
}

TEST_CASE(
    "scheduler: a clip of equal key waits for the one that does the work, and fails with it") {
  const Setting s;
  Plan plan = Setting::plan({run, run, maybe, maybe, maybe});
  plan.decisions[1].kind = hit;
  plan.decisions[1].same_as = clip_0;
  Scheduler scheduler(s.graph, plan, true);
  CHECK(scheduler.next() == clip_0);
  CHECK(scheduler.next() == std::nullopt);
  Scheduler failing = scheduler;
  scheduler.finish(clip_0);
  CHECK(scheduler.next() == segment_0);
  CHECK(scheduler.next() == clip_1);
  failing.fail(clip_0);
  CHECK(failing.state(clip_1) == StepState::blocked);
}

TEST_CASE("scheduler: stop() starts nothing more") {
  const Setting s;
  Scheduler scheduler(s.graph, Setting::plan({run, run, maybe, maybe, maybe}), false);
  scheduler.next();
  scheduler.stop();
  CHECK(scheduler.next() == std::nullopt);
  CHECK(scheduler.running() == 1);
}

namespace {

/// Clips of a provider: `long_one` shows the first three, `short_one` the last one.
struct AtProvider {
  Catalog catalog{{animatic_row(), far_row()}};
  Graph graph;

  AtProvider() {
    Campaign campaign = sample_campaign(catalog, 4, "far");
    campaign.videos[0].scenes = {0, 1, 2};
    campaign.videos.push_back(campaign.videos[0]);
    campaign.videos[0].name = "long_one";
    campaign.videos[1].name = "short_one";
    campaign.videos[1].scenes = {3};
    PretendDigests digests;
    Diagnostics diags;
    graph = *expand(campaign, catalog, digests, {}, diags);
  }
  Plan plan(const std::vector<DecisionKind>& clips) const {
    std::vector<DecisionKind> kinds = clips;
    kinds.resize(graph.steps.size(), maybe);
    return Setting::plan(kinds);
  }
  static std::vector<StepIndex> order(Scheduler scheduler) {
    std::vector<StepIndex> all;
    while (const std::optional<StepIndex> step = scheduler.next_at_provider()) {
      all.push_back(*step);
    }
    return all;
  }
};

constexpr auto resume = DecisionKind::resume;
using Steps = std::vector<StepIndex>;

}  // namespace

TEST_CASE("scheduler: at providers, the video with the fewest clips to make comes first") {
  const AtProvider s;
  struct Row {
    std::vector<DecisionKind> clips;
    Steps order;
  };
  const std::vector<Row> rows{
      {{run, run, run, run}, {3, 0, 1, 2}},
      {{hit, run, run, run}, {3, 1, 2}},
      {{hit, hit, run, run}, {2, 3}},
      {{resume, run, resume, run}, {3, 0, 1, 2}},  // a job that is out is still to come
      {{hit, hit, hit, hit}, {}},
      {{lost, run, run, run}, {3, 1, 2}},
  };
  for (const Row& row : rows) {
    CHECK(AtProvider::order(Scheduler(s.graph, s.plan(row.clips), true)) == row.order);
  }
}

TEST_CASE("scheduler: a clip in two videos counts for the shorter one") {
  AtProvider s;
  Campaign campaign = sample_campaign(s.catalog, 4, "far");
  campaign.videos[0].scenes = {0, 1, 2};
  campaign.videos.push_back(campaign.videos[0]);
  campaign.videos[1].name = "teaser";
  campaign.videos[1].scenes = {2, 3};
  PretendDigests digests;
  Diagnostics diags;
  s.graph = *expand(campaign, s.catalog, digests, {}, diags);
  CHECK(AtProvider::order(Scheduler(s.graph, s.plan({run, run, run, run}), true)) ==
        Steps{2, 3, 0, 1});
}

TEST_CASE("scheduler: clips of a provider stand in a line of their own") {
  const AtProvider s;
  Scheduler scheduler(s.graph, s.plan({run, run, run, run}), true);
  CHECK(scheduler.next() == std::nullopt);  // nothing for a worker
  CHECK(scheduler.next_at_provider() == 3U);
  CHECK(scheduler.running() == 1);
  scheduler.finish(3);
  const std::optional<StepIndex> segment = scheduler.next();
  REQUIRE(segment);
  CHECK(s.graph.steps[*segment].kind() == StepKind::conform);
  CHECK(scheduler.next_at_provider() == 0U);  // whatever the workers do
  scheduler.stop();
  CHECK(scheduler.next_at_provider() == std::nullopt);
  CHECK(scheduler.state(1) == StepState::ready);
}

TEST_CASE("scheduler: a failure at a provider, and a step that is set aside") {
  const AtProvider s;
  Scheduler stopped(s.graph, s.plan({run, run, run, run}), false);
  stopped.next_at_provider();
  stopped.fail(3);
  CHECK(stopped.next_at_provider() == std::nullopt);
  Scheduler going_on(s.graph, s.plan({run, run, run, run}), false);
  going_on.next_at_provider();
  going_on.set_aside(3);
  CHECK(going_on.next_at_provider() == 0U);
}
