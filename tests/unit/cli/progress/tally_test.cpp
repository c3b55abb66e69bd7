// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/tally.h"

#include <doctest/doctest.h>

#include "sample_build.h"

namespace reshoot {
namespace {

/// A tally as an observer.
struct Counter final : Observer {
  BuildTally tally;
  void on(const BuildEvent& event, Steady now) override { tally.on(event, now); }
  [[nodiscard]] std::optional<Millis> tick() const override { return std::nullopt; }
};

}  // namespace

TEST_CASE("BuildTally: counts by kind, money, and what runs now") {
  SampleBuild build(3);
  Counter counter;
  const BuildTally& tally = counter.tally;
  build.watch(counter);
  build.begin();
  CHECK(tally.planned() == 7);
  CHECK(tally.permille() == 0);
  build.start(0);
  build.wait(500);
  build.start(1);
  REQUIRE(tally.running().size() == 2);
  CHECK(tally.name_of(tally.running()[0].step) == "generate scene-1");
  build.finish(0, 4000);
  CHECK(tally.running().size() == 1);
  CHECK(tally.of(StepKind::generate).done == 1);
  CHECK(tally.of(StepKind::generate).mean() == Millis{4000});
  CHECK(tally.spent() == Money{100'000});
  build.finish(build.segment(0), 0, false);
  CHECK(tally.of(StepKind::conform).done == 1);
  CHECK(tally.of(StepKind::conform).measured == 0);
  CHECK(tally.elapsed(build.clock.now()) == Millis{500});
  build.finish(0, 4000);
  CHECK(tally.of(StepKind::generate).done == 1);
}

TEST_CASE("BuildTally: what needs a failed step is left out of what is left") {
  SampleBuild build(2);
  Counter counter;
  build.watch(counter);
  build.begin(1);
  build.start(0);
  build.fail(0, "no");
  CHECK(counter.tally.failed() == 1);
  CHECK(counter.tally.of(StepKind::conform).blocked == 1);
  CHECK(counter.tally.of(StepKind::cut).blocked == 1);
  CHECK(counter.tally.over() == 3);
  CHECK(counter.tally.running().empty());
  // One clip of 10 s and its segment are left.
  CHECK(counter.tally.left(build.clock.now()) == Millis{10'000} + Millis{1'500});
}

TEST_CASE("BuildTally: a clip at a provider takes no job, and its time begins when that has it") {
  SampleBuild build(4, 10, "gmi");
  Counter counter;
  build.watch(counter);
  build.begin(1, 2);
  const auto left = [&] { return counter.tally.left(build.clock.now()).count(); };
  const std::int64_t rest = 1'500 + 2'500;  // a segment and the cut, after the last clip
  CHECK(left() == 4 * 10'000 / 2 + rest);
  for (StepIndex step = 0; step < 4; ++step) {
    build.start(step);
  }
  build.wait(3'000);
  CHECK(left() == 4 * 10'000 / 2 + rest);
  CHECK(counter.tally.running()[0].queued);
  build.send(0);
  build.send(1);
  build.wait(2'000);
  CHECK(left() == (4 * 10'000 - 2 * 2'000) / 2 + rest);
  CHECK(counter.tally.running()[0].provider == "gmi");
}

TEST_CASE("BuildTally: time left, from what is expected, then from what was measured") {
  SampleBuild build(4);
  Counter counter;
  build.watch(counter);
  build.begin(2);
  const auto left = [&] { return counter.tally.left(build.clock.now()).count(); };
  CHECK(left() == (4 * 10'000 + 4 * 1'500 + 2'500) / 2);
  build.start(0);
  build.start(1);
  build.wait(2'000);
  CHECK(left() == (4 * 10'000 - 4'000 + 4 * 1'500 + 2'500) / 2);
  build.finish(0, 2'000);
  build.finish(1, 2'000);
  CHECK(left() == (2 * 2'000 + 4 * 1'500 + 2'500) / 2);
  for (StepIndex step = 2; step < build.cut(); ++step) {
    build.finish(step, 1'000);
  }
  CHECK(left() == 2'500);
  build.finish(build.cut(), 1'000);
  CHECK(left() == 0);
  CHECK(counter.tally.permille() == 1000);
}

}  // namespace reshoot
