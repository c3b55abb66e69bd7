// SPDX-License-Identifier: Apache-2.0
// Paid takes under seeded faults and a crash at every seam: what the cloud bills is what the ledger
// has spent, nothing is submitted twice, nothing that was paid for is lost.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "shot_campaign.h"

using namespace reshoot::sim;

TEST_CASE("shots: without trouble everything is shot once, in one life") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    const CampaignResult result = ShotCampaign(seed, {false, false}).run();
    CHECK(result.violations.empty());
    CHECK(result.lives == 1);
    CHECK(result.unfinished == 0);
    CHECK(result.doubts == 0);
    CHECK(result.billed_micros == result.spent_micros);
    CHECK((result.billed_micros > 0) == (result.provider != "comfyui"));
  }
}

TEST_CASE("shots: with faults and crashes the bill equals the ledger") {
  int lives = 0;
  int doubts = 0;
  for (std::uint64_t seed = first_seed();
       seed < first_seed() + static_cast<std::uint64_t>(campaigns(300)); ++seed) {
    INFO("RESHOOT_SIM_SEED=", seed, " RESHOOT_SIM_CAMPAIGNS=1 repeats this campaign");
    const CampaignResult result = ShotCampaign(seed, {true, true}).run();
    for (const std::string& violation : result.violations) {
      FAIL_CHECK(violation);
    }
    CHECK(result.double_submits == 0);
    CHECK(result.lost == 0);
    CHECK(result.unfinished == 0);
    CHECK(result.billed_micros == result.spent_micros);
    lives += result.lives;
    doubts += result.doubts;
  }
  MESSAGE(fmt::format("{} campaigns, {} lives, {} doubts settled by a person", campaigns(300),
                      lives, doubts));
}

TEST_CASE("shots: the sweep is not blind: intents that a crash takes along are billed twice") {
  int caught = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const CampaignResult result = ShotCampaign(seed, {false, true, true}).run();
    caught += result.double_submits > 0 || result.billed_micros != result.spent_micros ? 1 : 0;
  }
  CHECK(caught > 0);
  MESSAGE(caught, " of 60 campaigns are caught");
}
