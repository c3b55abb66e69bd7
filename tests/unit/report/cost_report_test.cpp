// SPDX-License-Identifier: Apache-2.0
#include "report/cost_report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

constexpr Wall november{1'700'000'000'000'000'000};  // 2023-11-14
constexpr std::int64_t month_ns = 30LL * 86'400 * 1'000'000'000;

Take take(const Digest& key, TakeState state, std::int64_t reserved, std::int64_t cost = 0) {
  Take row;
  row.clip_key = key;
  row.model = "gmi/wan2.7-r2v";
  row.campaign = "acme-spring";
  row.state = state;
  row.reserved = Money{reserved};
  row.cost = Money{cost};
  row.created = november;
  return row;
}

/// Two characters in `welcome`, one in `product`, nobody in `outro`; a take in every state, of an
/// older version of a clip too.
struct Spent {
  Sample s;
  CostFacts facts;

  Spent() {
    for (const char* const name : {"welcome", "product", "outro"}) {
      s.scene(name, s.paid);
    }
    for (const char* const name : {"maya", "leo"}) {
      s.campaign.characters.emplace_back();
      s.campaign.characters.back().name = name;
    }
    s.campaign.scenes[0].cast = {{0, {}, {}}, {1, {}, {}}};
    s.campaign.scenes[1].cast = {{1, {}, {}}};
    facts.graph = &s.graph;
    facts.campaign = &s.campaign;
    facts.max_cost = Money{40'000'000};
    const Digest welcome = digest_of(1);
    const Digest product = digest_of(2);
    const Digest outro = digest_of(3);
    const Digest before = digest_of(99);
    using enum TakeState;
    facts.takes = {take(welcome, fetched, 600'000, 500'001),
                   take(welcome, in_doubt, 600'000),
                   take(product, submitted, 500'000),
                   take(product, refused, 500'000),
                   take(product, failed, 500'000),
                   take(outro, lost, 300'000, 300'000),
                   take(before, fetched, 600'000, 600'000),
                   take(before, fetched, 0),
                   take(outro, fetched, 0, 0)};
    facts.takes[5].estimated = true;
    facts.takes[6].created.ns += month_ns;
    facts.takes[7].cost_elsewhere = Money{600'000};
    facts.takes[8].model = "local/animatic";  // free: no row
  }
};

const CostRow& row(const CostReport& report, std::string_view name,
                   CostRowKind kind = CostRowKind::named) {
  const auto found = std::find_if(report.rows.begin(), report.rows.end(), [&](const CostRow& one) {
    return one.kind == kind && one.name == name;
  });
  REQUIRE(found != report.rows.end());
  return *found;
}

}  // namespace

TEST_CASE("make_cost_report: each state's money is in one place") {
  using enum TakeState;
  struct Case {
    TakeState state;
    std::int64_t spent, set_aside, in_doubt, came_back;
  };
  for (const Case& one :
       {Case{reserved, 0, 9, 0, 0}, Case{intent, 0, 9, 0, 0}, Case{submitted, 0, 9, 0, 0},
        Case{succeeded, 0, 9, 0, 0}, Case{in_doubt, 0, 0, 9, 0}, Case{refused, 0, 0, 0, 9},
        Case{failed, 0, 0, 0, 9}, Case{fetched, 7, 0, 0, 0}, Case{lost, 7, 0, 0, 0}}) {
    CAPTURE(name_of(one.state));
    CostFacts facts;
    facts.takes = {
        take(digest_of(1), one.state, 9, one.state == fetched || one.state == lost ? 7 : 0)};
    const CostReport report = make_cost_report(CostBy::model, facts);
    CHECK(report.total.spent.micros == one.spent);
    CHECK(report.total.set_aside.micros == one.set_aside);
    CHECK(report.total.in_doubt.micros == one.in_doubt);
    CHECK(report.total.came_back.micros == one.came_back);
  }
}

TEST_CASE("make_cost_report: the rows add up to the total, however they are cut") {
  Spent spent;
  for (const CostBy by :
       {CostBy::campaign, CostBy::scene, CostBy::character, CostBy::model, CostBy::month}) {
    CAPTURE(name_of(by));
    const CostReport report = make_cost_report(by, spent.facts);
    CostSums sum;
    for (const CostRow& one : report.rows) {
      sum.spent += one.sums.spent;
      sum.estimated += one.sums.estimated;
      sum.set_aside += one.sums.set_aside;
      sum.in_doubt += one.sums.in_doubt;
      sum.came_back += one.sums.came_back;
      sum.elsewhere += one.sums.elsewhere;
    }
    CHECK(sum.spent.micros == 1'400'001);
    CHECK(report.total.spent.micros == 1'400'001);
    CHECK(sum.estimated.micros == 300'000);
    CHECK(sum.set_aside.micros == 500'000);
    CHECK(sum.in_doubt.micros == 600'000);
    CHECK(sum.came_back.micros == 1'000'000);
    CHECK(sum.elsewhere.micros == 600'000);
  }
}

TEST_CASE("make_cost_report: by scene, what no clip has now is a row of its own") {
  Spent spent;
  const CostReport report = make_cost_report(CostBy::scene, spent.facts);
  REQUIRE(report.rows.size() == 4);
  CHECK(report.rows[0].name == "welcome");
  CHECK(report.rows[1].name == "product");
  CHECK(report.rows[2].name == "outro");
  CHECK(report.rows[3].kind == CostRowKind::earlier);
  CHECK(report.rows[3].sums.spent.micros == 600'000);
  CHECK(report.rows[1].sums.refused == 1);
  CHECK(report.rows[1].sums.failed == 1);
  CHECK(report.rows[2].sums.paid == 1);
}

TEST_CASE("make_cost_report: scenes of one key are one row") {
  Spent spent;
  std::get<GenerateStep>(spent.s.graph.steps[2].what).key = digest_of(1);
  const CostReport report = make_cost_report(CostBy::scene, spent.facts);
  CHECK(row(report, "welcome, outro").sums.spent.micros == 500'001);
  CHECK(row(report, "", CostRowKind::earlier).sums.spent.micros == 900'000);
}

TEST_CASE("make_cost_report: by character, a take is split to the last millionth") {
  Spent spent;
  const CostReport report = make_cost_report(CostBy::character, spent.facts);
  REQUIRE(report.rows.size() == 4);
  CHECK(row(report, "maya").sums.spent.micros == 250'001);
  CHECK(row(report, "leo").sums.spent.micros == 250'000);
  CHECK(row(report, "leo").sums.set_aside.micros == 500'000);
  CHECK(row(report, "maya").sums.paid == 1);
  CHECK(row(report, "leo").sums.paid == 1);
  CHECK(row(report, "", CostRowKind::nobody).sums.spent.micros == 300'000);
  CHECK(report.total.paid == 3);
}

TEST_CASE("make_cost_report: by month, in order") {
  Spent spent;
  const CostReport report = make_cost_report(CostBy::month, spent.facts);
  REQUIRE(report.rows.size() == 2);
  CHECK(report.rows[0].name == "2023-11");
  CHECK(report.rows[1].name == "2023-12");
  CHECK(report.rows[1].sums.spent.micros == 600'000);
}

TEST_CASE("make_cost_report: a take settled without any price is counted, and told") {
  CostFacts facts;
  facts.takes = {take(digest_of(1), TakeState::fetched, 0)};
  CHECK(make_cost_report(CostBy::model, facts).rows.empty());
  facts.takes[0].estimated = true;
  const CostReport report = make_cost_report(CostBy::model, facts);
  REQUIRE(report.rows.size() == 1);
  CHECK(report.total.paid == 1);
  CHECK(report.total.unpriced == 1);
  CHECK(cost_text(report, {}).find("1 take was paid for at a price that nobody knows") !=
        std::string::npos);
}

TEST_CASE("cost: what people and machines read") {
  Spent spent;
  check_golden("report/cost_scene.txt",
               cost_text(make_cost_report(CostBy::scene, spent.facts), {100, false}));
  check_golden("report/cost_character.txt",
               cost_text(make_cost_report(CostBy::character, spent.facts), {100, false}));
  check_golden("report/cost.txt",
               cost_text(make_cost_report(CostBy::campaign, spent.facts), {100, false}));
  check_golden("report/cost_scene.json", cost_json(make_cost_report(CostBy::scene, spent.facts)));
  CHECK(cost_text(make_cost_report(CostBy::campaign, {}), {}) == "nothing was paid for\n");
  const auto json = nlohmann::json::parse(cost_json(make_cost_report(CostBy::campaign, {})));
  CHECK(json["rows"].empty());
  CHECK(json["max_cost_micros"].is_null());
}

TEST_CASE("cost_by: every name comes back") {
  for (const char* const name : {"campaign", "scene", "character", "model", "month"}) {
    REQUIRE(cost_by(name).has_value());
    CHECK(name_of(*cost_by(name)) == name);
  }
  CHECK_FALSE(cost_by("actor").has_value());
}

}  // namespace reshoot
