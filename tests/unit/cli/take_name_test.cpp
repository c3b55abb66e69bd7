// SPDX-License-Identifier: Apache-2.0
#include "cli/take_name.h"

#include <doctest/doctest.h>

#include "base/files.h"

namespace reshoot {
namespace {

Take named_take() {
  Take take;
  take.uuid = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab";
  take.number = 2;
  take.clip_key = sha256("key");
  take.blob = sha256("bytes");
  return take;
}

}  // namespace

TEST_CASE("is_named: number, uuid or digest; has_uuid: the uuid alone") {
  const Take take = named_take();
  const std::string hex = take.blob->hex();
  struct Case {
    std::string name;
    bool is_named, has_uuid;
  };
  for (const Case& row :
       {Case{"2", true, false}, Case{"3", false, false}, Case{"6f1c", true, true},
        Case{"6f1", false, false}, Case{take.uuid, true, true}, Case{take.uuid + "0", false, false},
        Case{hex.substr(0, 4), true, false}, Case{"sha256:" + hex, true, false},
        Case{hex.substr(0, 3), false, false}, Case{"", false, false}}) {
    CAPTURE(row.name);
    CHECK(is_named(take, row.name) == row.is_named);
    CHECK(has_uuid(take, row.name) == row.has_uuid);
  }
}

TEST_CASE(
    "ClipNames: as the campaign says now, else as it was asked for, else as a build used it") {
  const auto folder = TempDirectory::create(std::filesystem::temp_directory_path(), "names");
  REQUIRE(folder.has_value());
  const SystemClock clock;
  auto ledger = Ledger::open(folder->path() / "reshoot.db", Ledger::Access::read_write, clock);
  REQUIRE(ledger.has_value());
  Take take = named_take();
  CHECK((*ClipNames::of(*ledger))(take) == take.clip_key.hex().substr(0, 8));

  const auto kept =
      ledger->reserve({take.clip_key, "gmi/m", std::nullopt, "acme", Money{}, std::nullopt, ""});
  REQUIRE(kept.has_value());
  REQUIRE(ledger->select("acme", {"welcome", take.clip_key, kept->uuid, false, "", clock.wall()}));
  auto names = ClipNames::of(*ledger);
  REQUIRE(names.has_value());
  CHECK((*names)(take) == "welcome");
  take.clip = "greeting";
  CHECK((*names)(take) == "greeting");

  Campaign campaign;
  campaign.scenes.emplace_back().name = "hello";
  GenerateStep step;
  step.key = take.clip_key;
  Graph graph;
  graph.steps.push_back({"generate:hello", {}, {}, step});
  names->add(graph, campaign);
  CHECK((*names)(take) == "hello");
}

}  // namespace reshoot
