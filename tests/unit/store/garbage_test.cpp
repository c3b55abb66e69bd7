// SPDX-License-Identifier: Apache-2.0
#include "store/garbage.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "store/store.h"
#include "support.h"

namespace reshoot {
namespace {

using test::artifact;
using test::digest_of;
using test::must;

Take fetched(std::string_view name, std::string_view model, Money cost = {}) {
  Take take;
  take.uuid = name;
  take.clip_key = digest_of(name);
  take.model = model;
  take.state = TakeState::fetched;
  take.cost = cost;
  take.blob = sha256(name);
  return take;
}

bool only_animatic(std::string_view model) {
  return model == "animatic";
}

}  // namespace

namespace {

struct Row {
  std::string_view blob;
  GcReason reason;
  BlobRole role;
  bool kept;
};

/// Decides on the blobs of a table, and compares.
void check_items(GcFacts facts, const std::vector<Row>& table) {
  for (const Row& row : table) {
    facts.here.emplace(sha256(row.blob), row.blob.size());
  }
  const std::vector<GcItem> items = decide_garbage(facts);
  CHECK(items.size() == table.size());
  CHECK(std::is_sorted(items.begin(), items.end(),
                       [](const GcItem& a, const GcItem& b) { return a.digest < b.digest; }));
  for (const Row& row : table) {
    CAPTURE(row.blob);
    const auto item = std::find_if(items.begin(), items.end(), [&](const GcItem& candidate) {
      return candidate.digest == sha256(row.blob);
    });
    REQUIRE(item != items.end());
    CHECK(name_of(item->reason) == name_of(row.reason));
    CHECK(item->role == row.role);
    CHECK(item->bytes == row.blob.size());
    CHECK(item->keep == row.kept);
  }
}

}  // namespace

TEST_CASE("decide_garbage: the reason for each blob") {
  GcFacts facts;
  facts.is_free = only_animatic;
  facts.takes = {fetched("cost", "animatic", Money{1}),
                 fetched("model", "gmi/wan2.7-r2v"),
                 fetched("paid and live", "gmi/wan2.7-r2v", Money{1}),
                 fetched("paid and locked", "gmi/wan2.7-r2v", Money{1}),
                 fetched("paid elsewhere", "animatic"),
                 fetched("pinned", "animatic"),
                 fetched("selected", "animatic"),
                 fetched("asked", "animatic"),
                 fetched("live", "animatic"),
                 fetched("old", "animatic"),
                 fetched("locked", "animatic"),
                 fetched("not here", "animatic")};
  facts.takes[4].cost_elsewhere = Money{1};
  facts.artifacts = {artifact("live step", "live cut"), artifact("old step", "old cut"),
                     artifact("old step of a paid take", "cost"), artifact("other", "shared"),
                     artifact("live step", "shared")};
  facts.selections = {{"a", {}, "pinned", true, "", {}},
                      {"b", {}, "selected", false, "", {}},
                      {"c", {}, "pinned", false, "", {}},
                      {"d", {}, "locked", false, "", {}}};
  facts.live_keys = {digest_of("live"), digest_of("live step"), digest_of("pinned"),
                     digest_of("paid and live")};
  facts.asked = {digest_of("asked")};
  for (const std::string_view name : {"locked", "paid and locked", "unknown but locked", "gone"}) {
    facts.locked.emplace(sha256(name), "branch main");
  }
  std::vector<Row> table{{"cost", GcReason::paid_unused, BlobRole::take, true},
                         {"model", GcReason::paid_unused, BlobRole::take, true},
                         {"paid elsewhere", GcReason::paid_unused, BlobRole::take, true},
                         {"paid and live", GcReason::in_use, BlobRole::take, true},
                         {"paid and locked", GcReason::locked, BlobRole::take, true},
                         {"locked", GcReason::locked, BlobRole::take, true},
                         {"unknown but locked", GcReason::locked, BlobRole::take, true},
                         {"pinned", GcReason::pinned, BlobRole::take, true},
                         {"selected", GcReason::selected, BlobRole::take, true},
                         {"asked", GcReason::asked, BlobRole::take, true},
                         {"live", GcReason::in_use, BlobRole::take, true},
                         {"old", GcReason::unused, BlobRole::take, false},
                         {"live cut", GcReason::in_use, BlobRole::artifact, true},
                         {"old cut", GcReason::unused, BlobRole::artifact, false},
                         {"shared", GcReason::in_use, BlobRole::artifact, true},
                         {"stray", GcReason::stray, BlobRole::unknown, false}};
  check_items(facts, table);
  facts.include_paid = true;
  for (std::size_t i = 0; i < 3; ++i) {
    table[i].kept = false;
  }
  check_items(facts, table);
}

TEST_CASE("decide_garbage: what a person must know before a paid take goes") {
  GcFacts facts;
  facts.is_free = only_animatic;
  facts.takes = {fetched("a", "gmi/wan2.7-r2v", Money{5}), fetched("b", "gmi/wan2.7-r2v")};
  facts.takes[0].cost_elsewhere = Money{2};
  facts.takes[1].blob = facts.takes[0].blob;
  facts.takes[1].cost = Money{1};
  facts.here = {{sha256("a"), 7}};
  facts.shared = {sha256("a")};
  facts.locked = {{sha256("a"), "branch spring"}};
  const std::vector<GcItem> items = decide_garbage(facts);
  REQUIRE(items.size() == 1);
  CHECK(items[0].cost == Money{8});
  CHECK(items[0].model == "gmi/wan2.7-r2v");
  CHECK(items[0].shared);
  CHECK(items[0].where == "branch spring");
}

TEST_CASE("collect_garbage: drops what may go; a crash in between leaves strays only") {
  const test::Folder folder;
  const ManualClock clock;
  const auto open = [&] {
    return must(Store::open(folder / "cache", Ledger::Access::read_write, clock));
  };
  const auto plan = [](const Store& store) {
    GcFacts facts;
    facts.is_free = only_animatic;
    facts.artifacts = must(store.ledger.artifacts());
    facts.live_keys = {digest_of("live")};
    facts.here = must(store.blobs.sizes());
    return decide_garbage(facts);
  };
  {
    Store store = open();
    for (const std::string_view name : {"live", "old"}) {
      test::write(folder / "new", name);
      must(store.blobs.put(folder / "new"));
      must(store.ledger.record_artifact(artifact(name, name)));
    }
  }
  SUBCASE("whole") {
    Store store = open();
    CHECK(must(collect_garbage(store.ledger, store.blobs, plan(store))) == 3);
  }
  SUBCASE("killed in between, and again") {
    CHECK(test::was_killed(test::crash_at("gc.after_ledger", [&] {
      Store store = open();
      must(collect_garbage(store.ledger, store.blobs, plan(store)));
    })));
    Store store = open();
    const std::vector<Finding> findings = must(verify_store(store.ledger, store.blobs, {}));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].kind == FindingKind::stray);
    CHECK(must(collect_garbage(store.ledger, store.blobs, plan(store))) == 3);
  }
  Store store = open();
  CHECK(must(verify_store(store.ledger, store.blobs, {})).empty());
  CHECK(must(store.ledger.artifacts()).size() == 1);
  CHECK(must(store.blobs.list()).size() == 1);
}

TEST_CASE("agreed_garbage: only what was shown to go, and may still go") {
  const auto item = [](std::string_view blob, GcReason reason, bool keep) {
    return GcItem{sha256(blob), 1, BlobRole::take, reason, keep};
  };
  const std::vector<GcItem> shown{
      item("both", GcReason::paid_unused, false), item("chosen", GcReason::paid_unused, false),
      item("dropped", GcReason::pinned, true), item("gone", GcReason::stray, false)};
  const std::vector<GcItem> agreed = agreed_garbage(
      shown, {item("both", GcReason::paid_unused, false), item("chosen", GcReason::pinned, true),
              item("dropped", GcReason::paid_unused, false), item("new", GcReason::stray, false)});
  REQUIRE(agreed.size() == 4);
  for (const GcItem& one : agreed) {
    CHECK(one.keep == (one.digest != sha256("both")));
  }
  CHECK(agreed[1].reason == GcReason::pinned);
}

}  // namespace reshoot
