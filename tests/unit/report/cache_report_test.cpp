// SPDX-License-Identifier: Apache-2.0
#include "report/cache_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

Take take_with(const Digest& blob, std::string uuid, std::int64_t cost) {
  Take take;
  take.uuid = std::move(uuid);
  take.state = TakeState::fetched;
  take.blob = blob;
  take.bytes = 1'000'000;
  take.cost = Money{cost};
  return take;
}

}  // namespace

TEST_CASE("cache stats: blobs by what they are") {
  CacheStats stats;
  stats.directory = "/home/mia/films/cache";
  stats.takes = {take_with(digest_of(1), "a", 600'000), take_with(digest_of(2), "b", 0)};
  stats.artifacts = {{digest_of(9), digest_of(3), 2'000'000, 180, true}};
  stats.blobs = {{digest_of(1), 1'000'000},
                 {digest_of(2), 1'000'000},
                 {digest_of(3), 2'000'000},
                 {digest_of(4), 512}};
  check_golden("report/cache_stats.txt", cache_stats_text(stats, {80, false}));
  check_golden("report/cache_stats.json", cache_stats_json(stats));
}

TEST_CASE("cache verify: what is lost, what is free, what does no harm") {
  const std::vector<Take> takes{take_with(digest_of(1), "paid", 600'000),
                                take_with(digest_of(2), "free", 0)};
  const std::vector<Finding> findings{
      {FindingKind::missing,
       digest_of(1),
       1'000'000,
       BlobRole::take,
       {"paid"},
       "blobs/01/01",
       false},
      {FindingKind::damaged,
       digest_of(2),
       1'000'000,
       BlobRole::take,
       {"free"},
       "blobs/02/02",
       true},
      {FindingKind::missing, digest_of(3), 2'000'000, BlobRole::artifact, {}, "blobs/03/03", false},
      {FindingKind::stray, std::nullopt, 12, BlobRole::unknown, {}, "blobs/notes.txt", false},
      {FindingKind::damaged,
       digest_of(1),
       1'000'000,
       BlobRole::take,
       {"paid"},
       "/mnt/team/blobs/01/01",
       false,
       true,
       true},
      {FindingKind::missing,
       digest_of(2),
       1'000'000,
       BlobRole::take,
       {"free"},
       "/mnt/team/blobs/02/02",
       false,
       true,
       false},
      {FindingKind::damaged,
       digest_of(4),
       1'000'000,
       BlobRole::take,
       {"free"},
       "blobs/04/04",
       true,
       false,
       true}};
  check_golden("report/cache_findings.txt", findings_text(findings, takes, {100, false}));
  check_golden("report/cache_findings.json", findings_json(findings, takes));
  CHECK(findings_text({}, takes, {}) == "all blobs are here and whole\n");
}

TEST_CASE("cache gc: the reason for each blob, those that go first") {
  std::vector<GcItem> items{
      {digest_of(1), 1'000'000, BlobRole::take, GcReason::paid_unused, true},
      {digest_of(2), 2'000'000, BlobRole::artifact, GcReason::unused, false},
      {digest_of(3), 3'000'000, BlobRole::take, GcReason::pinned, true},
      {digest_of(4), 4'000'000, BlobRole::take, GcReason::selected, true},
      {digest_of(5), 5'000'000, BlobRole::artifact, GcReason::in_use, true},
      {digest_of(6), 600, BlobRole::unknown, GcReason::stray, false},
      {digest_of(7), 700, BlobRole::take, GcReason::locked, true, "branch spring"},
      {digest_of(8), 800, BlobRole::take, GcReason::asked, true}};
  items[0].cost = Money{600'000};
  check_golden("report/gc_dry_run.txt", gc_text(items, true, {80, false}));
  check_golden("report/gc.txt", gc_text(items, false, {80, false}));
  const auto json = nlohmann::json::parse(gc_json(items, true));
  CHECK(json["dropped_bytes"] == 2'000'600);
  CHECK(json["kept_bytes"] == 13'001'500);
  CHECK(json["blobs"][1]["keep"] == false);
  CHECK(json["blobs"][2]["reason"] == "pinned");
  CHECK(json["blobs"][0]["cost_micros"] == 600'000);
  CHECK(json["blobs"][0]["in_remote"] == false);
  CHECK(json["blobs"][6]["where"] == "branch spring");
  CHECK(gc_text({}, false, {}) == "the store is empty\n");

  const std::vector<GcItem> many(1'000, items[1]);
  CHECK(gc_text(many, true, {}).find("... and 960 blobs more") != std::string::npos);
}

TEST_CASE("cache gc: what a person is asked before paid takes go") {
  std::vector<GcItem> items{{digest_of(1), 1'000'000, BlobRole::take, GcReason::paid_unused, false},
                            {digest_of(2), 2'000'000, BlobRole::take, GcReason::paid_unused, false},
                            {digest_of(3), 3'000'000, BlobRole::take, GcReason::unused, false}};
  items[0].model = items[1].model = "gmi/wan2.7-r2v";
  items[0].cost = Money{600'000};
  items[1].cost = Money{1'200'000};
  items[1].shared = items[1].asked_remote = true;
  CHECK(gc_confirmation(items) == "delete 2 paid takes");
  check_golden("report/gc_paid.txt", gc_paid_text(items, {80, false}));
  items[1].asked_remote = false;
  CHECK(gc_paid_text(items, {}).find("had a copy when last seen") != std::string::npos);
  CHECK(gc_text(items, true, {}).find("the remote had a copy when last seen") != std::string::npos);
  const auto json = nlohmann::json::parse(gc_json(items, true));
  CHECK(json["blobs"][1]["in_remote"] == true);
  CHECK(json["blobs"][1]["remote_asked"] == false);
  items[0].keep = true;
  CHECK(gc_confirmation(items) == "delete 1 paid take");
  items[1].keep = true;
  CHECK(gc_confirmation(items).empty());
}

}  // namespace reshoot
