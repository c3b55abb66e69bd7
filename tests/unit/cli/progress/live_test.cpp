// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/live.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "cli/progress/block.h"
#include "fake_terminal.h"
#include "sample_build.h"
#include "support/golden.h"

namespace reshoot {
namespace {

/// A build that shows everything, up to its end.
void run_eventfully(SampleBuild& build) {
  build.begin(6);
  build.wait(100);
  for (StepIndex clip = 0; clip < 6; ++clip) {
    build.start(clip);
    build.wait(1'000);
  }
  build.finish(0, 6'100);
  build.finish(1, 5'100, true, {"no voice for 'xx': spoken in English"});
  build.wait(200);
  build.start(build.segment(0));
  build.fail(2, "ffmpeg ended with 1\n[h264] cannot \x1b[31mopen\nbroken pipe", "look at doctor");
  build.wait(1'000);
}

std::string block_text(const BuildTally& tally, Steady now, TerminalSize size) {
  std::string text;
  for (const StyledText& line : progress_block(tally, now, size)) {
    CHECK(line.width() < size.columns);
    text += line.text(false) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("progress_block: bar, counts, what runs, times; fitted to the terminal") {
  SampleBuild build(12);
  struct Counter final : Observer {
    BuildTally tally;
    void on(const BuildEvent& event, Steady now) override { tally.on(event, now); }
    [[nodiscard]] std::optional<Millis> tick() const override { return std::nullopt; }
  } counter;
  build.watch(counter);
  run_eventfully(build);
  const Steady now = build.clock.now();
  check_golden("report/progress_block.txt",
               block_text(counter.tally, now, {100, 24}) + "--- 40 columns\n" +
                   block_text(counter.tally, now, {40, 24}) + "--- 5 rows\n" +
                   block_text(counter.tally, now, {80, 5}));
  for (std::size_t columns = 1; columns < 120; ++columns) {
    for (const StyledText& line : progress_block(counter.tally, now, {columns, 24})) {
      CHECK(line.width() <= std::max<std::size_t>(columns - 1, 1));
    }
  }
  for (std::size_t rows = 4; rows < 20; ++rows) {
    CHECK(progress_block(counter.tally, now, {80, rows}).size() < rows);
  }
}

TEST_CASE("LiveProgress: one block at the bottom, what is notable above it") {
  SampleBuild build(12);
  FakeTerminal terminal;
  LiveProgress live(terminal, true);
  build.watch(live);
  run_eventfully(build);
  CHECK_FALSE(terminal.cursor_shown());
  check_golden("report/progress_live.txt", terminal.screen());
}

TEST_CASE("LiveProgress: the end leaves a summary and the cursor") {
  SampleBuild build(3);
  FakeTerminal terminal;
  {
    LiveProgress live(terminal, true);
    build.watch(live);
    build.begin();
    for (StepIndex step = 0; step < build.cut(); ++step) {
      build.start(step);
      build.wait(1'000);
      build.finish(step, 1'000);
    }
    build.finish(build.cut(), 2'000);
    build.tell(VideoPublished{build.cut(), "out/acme/launch.mp4", 3'200'000});
    build.tell(all_done());
    CHECK(terminal.cursor_shown());
  }
  check_golden("report/progress_live_end.txt", terminal.screen());
}

TEST_CASE("LiveProgress: at most ten draws a second, each one write, none without a change") {
  SampleBuild build(12);
  FakeTerminal terminal;
  LiveProgress live(terminal, false);
  build.watch(live);
  build.begin(2);
  CHECK(terminal.writes().size() == 1);
  build.start(0);
  for (int i = 0; i < 1'000; ++i) {
    build.wait(1);
  }
  CHECK(terminal.writes().size() > 2);
  CHECK(terminal.writes().size() <= 12);
  const std::size_t before = terminal.writes().size();
  build.wait(100);
  build.tell(Tick{});
  CHECK(terminal.writes().size() <= before + 1);
  for (const std::string& write : terminal.writes()) {
    CHECK(write.starts_with("\x1b[?2026h"));
    CHECK(write.ends_with("\x1b[?2026l"));
  }
}

TEST_CASE("LiveProgress: follows the width of the terminal") {
  SampleBuild build(12);
  FakeTerminal terminal(100);
  LiveProgress live(terminal, false);
  build.watch(live);
  run_eventfully(build);
  for (const std::size_t columns : {60U, 30U, 90U, 45U}) {
    CAPTURE(columns);
    terminal.resize(columns);
    build.wait(1'000);
    const std::string screen = terminal.screen();
    // One block, not two: its first and last lines are there once.
    const auto times = [&](std::string_view text) {
      std::size_t count = 0;
      for (std::size_t at = screen.find(text); at != std::string::npos;
           at = screen.find(text, at + 1)) {
        ++count;
      }
      return count;
    };
    CHECK(times("elapsed") == 1);
    CHECK(times("░ ") == 1);
  }
}

TEST_CASE("LiveProgress: a build that ends without a word leaves a clean terminal") {
  SampleBuild build(3);
  FakeTerminal terminal;
  {
    LiveProgress live(terminal, false);
    build.watch(live);
    build.begin();
    CHECK_FALSE(terminal.cursor_shown());
  }
  CHECK(terminal.cursor_shown());
  CHECK(terminal.screen() == "\n");
}

TEST_CASE("LiveProgress: with nothing to do there is no block") {
  SampleBuild build(0);
  FakeTerminal terminal;
  LiveProgress live(terminal, false);
  build.watch(live);
  Graph graph;
  Plan plan;
  build.tell(BuildStarted{&graph, &plan, 2, 0});
  BuildFinished end;
  end.took = Millis{120};
  build.tell(end);
  CHECK(terminal.screen() == "done in 0.1 s: nothing had to be made; $0.00 spent\n\n");
  CHECK(terminal.writes().size() == 1);
}

}  // namespace reshoot
