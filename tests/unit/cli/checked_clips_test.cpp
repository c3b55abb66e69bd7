// SPDX-License-Identifier: Apache-2.0
// What a report takes out of the ledger, also where a row of it cannot be read.

#include "cli/checked_clips.h"

#include <doctest/doctest.h>

#include "base/files.h"
#include "store/store.h"
#include "support/judged_takes.h"
#include "support/plan_setting.h"

using namespace reshoot;
using namespace reshoot::test;

TEST_CASE("checked_clips: a comparison that cannot be read makes one clip not measured, no error") {
  struct Row {
    std::optional<std::string> body;
    bool judged, compared;
  };
  const Row rows[] = {
      {to_bytes(Comparison{}), true, true},
      {std::nullopt, true, false},
      {"damaged", false, false},
      {"", false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body.value_or("none"));
    const TempDirectory folder =
        *TempDirectory::create(std::filesystem::temp_directory_path(), "reshoot-test");
    const SystemClock clock;
    Result<Store> store = Store::open(folder.path() / "cache", Ledger::Access::read_write, clock);
    REQUIRE(store);
    PlanSetting s(1, "far");
    judge_by(s.campaign.scenes[0], {});
    s.expand_again();
    const Take take = s.add_take(0, TakeState::fetched, true);
    put_verdict(s.facts, s.campaign.scenes[0], take, verdict_of(true));
    if (row.body) {
      REQUIRE(store->ledger.record_comparison(sha256("comparison"), *take.blob, *row.body));
    }
    const auto clips = checked_clips(s.graph, s.campaign, s.plan(), s.facts, store->ledger);
    REQUIRE(clips);
    REQUIRE(clips->size() == 1);
    const CheckedClip& clip = clips->front();
    CHECK(clip.judgement.has_value() == row.judged);
    CHECK(clip.comparison.has_value() == row.compared);
    CHECK(clip.fate == (row.judged ? ClipFate::ships : ClipFate::not_measured));
    CHECK(clip.blob == take.blob);
  }
}
