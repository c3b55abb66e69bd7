// SPDX-License-Identifier: Apache-2.0
// Whole builds under seeded faults, crashes at every seam, Ctrl-C, edits and retakes: what the
// cloud bills is what the ledger has spent, nothing is submitted twice, nothing that was paid for
// is lost, and in the end everything is made.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine_campaign.h"

using namespace reshoot::sim;

TEST_CASE("builds: without trouble one build does everything, and each clip is one job") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    const EngineResult result = EngineCampaign(seed, {false, false}).run();
    for (const std::string& promise : result.broken) {
      FAIL_CHECK(promise);
    }
    CHECK(result.lives == 1);
    CHECK(result.doubts == 0);
    CHECK(result.jobs > 0);
  }
}

TEST_CASE("builds: with faults, crashes, interrupts and edits the promises are kept") {
  EngineResult sum;
  const int count = campaigns(300);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + static_cast<std::uint64_t>(count);
       ++seed) {
    INFO("RESHOOT_SIM_SEED=", seed, " RESHOOT_SIM_CAMPAIGNS=1 repeats this campaign");
    const EngineResult result = EngineCampaign(seed, {true, true}).run();
    for (const std::string& promise : result.broken) {
      FAIL_CHECK(promise);
    }
    sum.jobs += result.jobs;
    sum.lives += result.lives;
    sum.crashes += result.crashes;
    sum.interrupts += result.interrupts;
    sum.edits += result.edits;
    sum.retakes += result.retakes;
    sum.doubts += result.doubts;
  }
  MESSAGE(fmt::format(
      "{} campaigns, {} jobs, {} builds; {} crashes, {} interrupts, {} edits, "
      "{} retakes, {} doubts settled by a person",
      count, sum.jobs, sum.lives, sum.crashes, sum.interrupts, sum.edits, sum.retakes, sum.doubts));
}

TEST_CASE("builds: the sweep is not blind: intents that a crash takes along are billed twice") {
  constexpr int count = 60;
  int caught = 0;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    caught += EngineCampaign(seed, {false, true, true, true}).run().broken.empty() ? 0 : 1;
    CHECK(EngineCampaign(seed, {false, true, false, true}).run().broken.empty());
  }
  CHECK(caught >= count / 4);
  MESSAGE(caught, " of ", count, " campaigns are caught");
}
