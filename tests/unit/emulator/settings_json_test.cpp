// SPDX-License-Identifier: Apache-2.0
#include "emulator/settings_json.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace reshoot::emulator {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

TEST_CASE("settings: what is named changes, the rest stays") {
  Settings settings = usual_settings();
  const auto changed = change_settings(settings, Json::parse(R"({
    "speed": 60, "seed": 9,
    "gmi": {"accounts": [{"key": "k", "name": "n", "credit_micros": 5}, {"key": "l"}],
            "limits": {"jobs_out": 1, "jobs_running": 2, "submits_per_minute": 3, "submits_per_hour": 4,
                       "polls_per_second": 5, "retry_after_ms": 6000},
            "latency_ms": 7, "latency_spread_ms": 8, "latency_of_ms": {"wan2.7-t2v": 9},
            "prices": {"wan2.7-t2v": {"720P": 10}}, "bills_input_video": true, "result_life_ms": 11},
    "faults": {"seed": 2, "rules": [{"kind": "drip", "at": "poll", "probability": 0.5, "calls": [1, 2],
                                     "most": 3, "retry_after_ms": 4, "duration_ms": 5, "bytes": 6,
                                     "status": 500}]}})"));
  REQUIRE(changed);
  CHECK(settings.scaled(60s) == 1s);
  CHECK(settings.seed == 9);
  const ProviderSettings& gmi = settings.gmi;
  REQUIRE(gmi.accounts.size() == 2);
  CHECK(gmi.accounts[0].credit_micros == 5);
  CHECK(gmi.accounts[1].credit_micros == std::nullopt);
  CHECK(gmi.limits.jobs_out == 1);
  CHECK(gmi.limits.jobs_running == 2);
  CHECK(gmi.limits.submits_per_minute == 3);
  CHECK(gmi.limits.submits_per_hour == 4);
  CHECK(gmi.limits.polls_per_second == 5);
  CHECK(gmi.limits.retry_after == 6s);
  CHECK(gmi.latency == 7ms);
  CHECK(gmi.latency_spread == 8ms);
  CHECK(gmi.latency_of.at("wan2.7-t2v") == 9ms);
  CHECK(gmi.prices.at("wan2.7-t2v").at("720P") == 10);
  CHECK(gmi.bills_input_video);
  CHECK(gmi.result_life == 11ms);
  CHECK(settings.dashscope.accounts[0].key == "dashscope-test-key");
  CHECK(settings.dashscope.limits.polls_per_second == 20);
  REQUIRE(settings.faults.rules.size() == 1);
  const FaultRule& rule = settings.faults.rules[0];
  CHECK(rule.kind == FaultKind::drip);
  CHECK(rule.at == Operation::poll);
  CHECK(rule.calls == std::vector<std::uint64_t>{1, 2});
  CHECK(rule.bytes == 6);
  CHECK(rule.retry_after == 4ms);
}

TEST_CASE("settings: what is wrong changes nothing") {
  struct Row {
    const char* json;
    const char* said;
  };
  for (const Row& row : {Row{R"([])", "not an object"}, Row{R"({"x": 1})", "unknown key 'x'"},
                         Row{R"({"speed": "fast"})", "speed: "},
                         Row{R"({"seed": 5, "speed": 0})", "speed is not above 0"},
                         Row{R"({"gmi": {"limits": {"x": 1}}})", "gmi: limits: unknown key 'x'"},
                         Row{R"({"faults": {"rules": [{"at": "poll"}]}})", "without a kind"},
                         Row{R"({"faults": {"rules": [{"kind": "x"}]}})", "there is no 'x'"}}) {
    CAPTURE(row.json);
    Settings settings = usual_settings();
    const auto changed = change_settings(settings, Json::parse(row.json));
    REQUIRE(!changed);
    CHECK(changed.error().message.find(row.said) != std::string::npos);
    CHECK(settings.seed == usual_settings().seed);
    CHECK(settings.speed == usual_settings().speed);
  }
}

}  // namespace
}  // namespace reshoot::emulator
