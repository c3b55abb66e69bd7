// SPDX-License-Identifier: Apache-2.0
#include "report/take_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

Take take(const Digest& key, int number, TakeState state) {
  Take row;
  row.uuid = "0190aaaa-0000-7000-8000-00000000000" + std::to_string(number);
  row.clip_key = key;
  row.number = number;
  row.model = "gmi/wan2.7-r2v";
  row.seed = 1'804'289'383U + static_cast<std::uint32_t>(number);
  row.state = state;
  row.cost = Money{state == TakeState::fetched ? 600'000 : 0};
  row.created = {1'700'000'000'000'000'000 + number * 60'000'000'000};
  if (state == TakeState::fetched) {
    row.blob = digest_of(0xa0 + number);
    row.bytes = 1'234'567;
  }
  return row;
}

/// Four takes of `welcome`: rejected, bytes missing, chosen, failed.
Facts welcome_takes(const Sample& s) {
  const Digest key = std::get<GenerateStep>(s.graph.steps[s.step("generate:welcome")].what).key;
  std::vector<Take> takes{take(key, 1, TakeState::fetched), take(key, 2, TakeState::fetched),
                          take(key, 3, TakeState::fetched), take(key, 4, TakeState::failed)};
  takes[0].rejected = true;
  takes[0].note = "her hand has six fingers";
  takes[3].note = "the provider answered 500 \x1b[2J";
  Facts facts;
  facts.blobs = {*takes[0].blob, *takes[2].blob};
  facts.pins.own[{"welcome", key}] = takes[2].uuid;
  facts.pins.by_key[key] = {"welcome", takes[2].uuid};
  facts.pins.accepted[{"welcome", key}] = "the client likes her so";
  const Digest other = std::get<GenerateStep>(s.graph.steps[s.step("generate:product")].what).key;
  facts.retakes[other] = {1, "product", other, ""};
  facts.takes[key] = std::move(takes);
  return facts;
}

}  // namespace

TEST_CASE("takes: a table with what is used, rejected, missing") {
  Sample s;
  edit_one_line(s);
  const TakeReport report = make_take_report(s.graph, s.campaign, s.plan, welcome_takes(s));
  check_golden("report/takes.txt", takes_text(report, {120, false}));
  check_golden("report/takes.json", takes_json(report));
  for (const std::size_t width : {60U, 80U, 100U}) {
    const std::string text = takes_text(report, {width, false});
    CHECK(widest_line(text) <= width);
    CHECK_FALSE(has_trailing_space(text));
  }
}

TEST_CASE("takes: where each stands, and what became of its money") {
  Sample s;
  edit_one_line(s);
  const Digest key = std::get<GenerateStep>(s.graph.steps[s.step("generate:welcome")].what).key;
  using enum TakeState;
  std::vector<Take> takes;
  for (const TakeState state :
       {reserved, intent, submitted, succeeded, in_doubt, refused, failed, fetched, lost}) {
    takes.push_back(take(key, static_cast<int>(takes.size()) + 1, state));
    takes.back().id = static_cast<TakeId>(takes.size());
    takes.back().reserved = Money{600'000};
  }
  takes[4].note = "no answer within 60 s";
  takes[5].note = "a logo can be seen";
  takes[6].note = "the provider answered 500";
  takes[7].estimated = true;
  takes[8].estimated = true;  // billed, at a price that nobody knows
  std::vector<OpenJob> jobs;
  for (std::size_t i = 1; i < 5; ++i) {
    OpenJob& job = jobs.emplace_back();
    job.take = takes[i];
    job.provider = "gmi";
    job.sent = takes[i].created;
  }
  jobs[2].expires = Wall{1'700'086'400'000'000'000};
  Facts facts;
  facts.blobs = {*takes[7].blob};
  facts.takes[key] = std::move(takes);
  const TakeReport report = make_take_report(s.graph, s.campaign, s.plan, facts, jobs);
  check_golden("report/takes_states.txt", takes_text(report, {120, false}));
  const auto json = nlohmann::json::parse(takes_json(report));
  const auto& rows = json["clips"][0]["takes"];
  REQUIRE(rows.size() == 9);
  CHECK(rows[2]["provider"] == "gmi");
  CHECK(rows[3]["expires"] == "2023-11-15T22:13:20Z");
  CHECK(rows[5]["provider"].is_null());
  CHECK(rows[7]["estimated"] == true);
}

TEST_CASE("resolved_json: the take and its answer") {
  Take row = take(digest_of(1), 1, TakeState::failed);
  row.answer = DoubtAnswer::not_billed;
  const auto json = nlohmann::json::parse(resolved_json(row, "welcome", true));
  CHECK(json["take"]["answer"] == "not_billed");
  CHECK(json["clip"] == "welcome");
  CHECK(json["repeated"] == true);
}

TEST_CASE("take_json: one take") {
  Take row = take(digest_of(1), 1, TakeState::intent);
  const auto json = nlohmann::json::parse(take_json(row));
  CHECK(json["schema_version"] == 1);
  CHECK(json["take"]["state"] == "intent");
  CHECK(json["take"]["blob"].is_null());
}

TEST_CASE("takes: nothing at all") {
  CHECK(takes_text({}, {}) == "no clips\n");
}

}  // namespace reshoot
