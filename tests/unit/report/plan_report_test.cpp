// SPDX-License-Identifier: Apache-2.0
#include "report/plan_report.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

using Json = nlohmann::json;

TextStyle wide() {
  return {120, false};
}

/// Many clips that are new, with names long enough to matter.
void all_new(Sample& s, int clips) {
  std::vector<StepIndex> steps;
  for (int i = 0; i < clips; ++i) {
    steps.push_back(s.scene(fmt::format("scene-{:05}", i), s.free));
  }
  s.video("long", steps);
  for (const Step& step : s.graph.steps) {
    const bool shot = step.kind() == StepKind::generate;
    s.plan.decisions.push_back({});
    s.plan.decisions.back().step = static_cast<StepIndex>(s.plan.decisions.size() - 1);
    s.plan.decisions.back().kind = shot ? DecisionKind::run : DecisionKind::maybe;
    s.plan.decisions.back().cost = Money{};
    ++s.plan.totals[step.kind()].of[s.plan.decisions.back().kind];
    s.reasons.push_back({{shot ? "new" : "inputs", {}, {}, s.at("welcome:")}});
  }
}

}  // namespace

TEST_CASE("plan_text: one edited line is one clip with its reason and place") {
  Sample s;
  edit_one_line(s);
  check_golden("report/plan_one_line.txt", plan_text(s.report(), wide()));
  check_golden("report/plan_one_line_colour.txt", plan_text(s.report(), {120, true}));
}

TEST_CASE("plan_text: lines fit the width, and what changed is seen") {
  Sample s;
  edit_one_line(s);
  for (const std::size_t width : {70U, 80U, 100U, 160U}) {
    CAPTURE(width);
    const std::string text = plan_text(s.report(), {width, false});
    CHECK(widest_line(text) <= width);
    CHECK_FALSE(has_trailing_space(text));
    CHECK(text.find("Hello") != std::string::npos);
    CHECK(text.find("Hi") != std::string::npos);
    CHECK(text.find("campaign.yaml:8:15") != std::string::npos);
  }
  CHECK(widest_line(plan_text(s.report(), {40, false})) <= 40);
  check_golden("report/plan_one_line_80.txt", plan_text(s.report(), {80, false}));
}

TEST_CASE("plan_text: nothing to do") {
  Sample s;
  edit_one_line(s);
  s.plan = {};
  s.reasons.clear();
  s.decide_rest(DecisionKind::hit);
  CHECK(plan_text(s.report(), wide()) ==
        "nothing to do: up to date are 3 clips, 4 segments and 2 videos\n");
}

TEST_CASE("plan_text: lost, held and blocked say what to do") {
  Sample s;
  const StepIndex gone = s.scene("gone", s.paid);
  const StepIndex spent = s.scene("spent", s.paid);
  const StepIndex face = s.scene("face", s.paid);
  const StepIndex fine = s.scene("fine", s.free);
  s.video("launch", {gone, spent, face});
  s.video("short", {fine});
  s.decide("generate:gone", DecisionKind::lost,
           {{"bytes", "in the store", "missing", s.at("welcome:")}});
  const Span character = s.at("welcome:");
  s.decide("generate:spent", DecisionKind::held, {{"new", {}, {}, s.at("product:")}}).holds = {
      {"budget.max_takes is used up", "`reshoot retake TARGET` asks for one more take", {}}};
  s.decide("generate:face", DecisionKind::held, {{"new", {}, {}, s.at("product:")}}).holds = {
      {"'maya' has no consent", "have a release signed", character},
      {"no public uploads are allowed", "write 'uploads: public'", {}}};
  s.decide("generate:fine", DecisionKind::run, {{"retake", {}, "asked for", s.at("outro:")}});
  for (const char* id :
       {"conform:launch/gone", "conform:launch/spent", "conform:launch/face", "cut:launch"}) {
    s.decide(id, DecisionKind::blocked, {{"inputs", {}, {}, {}}});
  }
  s.decide_rest(DecisionKind::maybe);
  check_golden("report/plan_problems.txt", plan_text(s.report(), wide()));
}

TEST_CASE("plan_text: a segment is named by its scene below its video's name") {
  Sample s;
  s.video("launch", {s.scene("welcome", s.free)});
  s.decide("generate:welcome", DecisionKind::hit);
  s.decide("conform:launch/welcome", DecisionKind::run, {{"fit", "crop", "pad", {}}});
  s.decide_rest(DecisionKind::maybe);
  CHECK(plan_text(s.report(), wide())
            .starts_with("launch  then up to 1 video\n"
                         "  conform   welcome  run  fit: crop -> pad\n"));
}

TEST_CASE("plan_text: a price that is not known is told, not summed up as zero") {
  Sample s;
  const StepIndex clip = s.scene("welcome", s.paid);
  s.video("launch", {clip});
  s.decide("generate:welcome", DecisionKind::run, {{"new", {}, {}, s.at("welcome:")}}).cost = {};
  s.plan.cost = {};
  s.plan.unknown_prices = 1;
  s.decide_rest(DecisionKind::maybe);
  const std::string text = plan_text(s.report(), wide());
  CHECK(text.find("price unknown") != std::string::npos);
  CHECK(text.find("at least $0.00 (the price of 1 clip is not known)") != std::string::npos);
  const Json json = Json::parse(plan_json(s.report()));
  CHECK(json["steps"][0]["cost_micros"].is_null());
  CHECK(json["totals"]["unknown_prices"] == 1);
}

TEST_CASE("plan_text: of thousands of steps forty are listed, the rest is counted") {
  Sample s;
  all_new(s, 10'000);
  const std::string text = plan_text(s.report(), wide());
  CHECK(std::count(text.begin(), text.end(), '\n') < 60);
  CHECK(text.find("... and 9,960 steps more; --json lists all") != std::string::npos);
  CHECK(Json::parse(plan_json(s.report()))["steps"].size() == 20'001);
}

TEST_CASE("plan_text: hostile names and values do not steer the terminal") {
  Sample s;
  const StepIndex clip = s.scene("evil\x1b[2J", s.free);
  s.video("launch\r", {clip});
  s.decide("generate:evil\x1b[2J", DecisionKind::run,
           {{"prompt", "a\x1b]0;x\x07\nb \xff", "\u202e", s.at("welcome:")}});
  s.decide_rest(DecisionKind::maybe);
  const std::string text = plan_text(s.report(), wide());
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\r') == std::string::npos);
  CHECK(text.find("\u202e") == std::string::npos);
  CHECK_FALSE(Json::parse(plan_json(s.report()), nullptr, false).is_discarded());
}

TEST_CASE("plan_json: the shape that scripts rely on") {
  Sample s;
  edit_one_line(s);
  check_golden("report/plan_one_line.json", plan_json(s.report()));
}

TEST_CASE("make_plan_report: a shared step belongs to the first video, a lone one to none") {
  Sample s;
  const StepIndex a = s.scene("a", s.free);
  const StepIndex b = s.scene("b", s.free);
  s.scene("alone", s.free);
  s.video("second", {b});
  s.video("first", {a, b});
  s.decide_rest(DecisionKind::run);
  const PlanReport report = s.report();
  REQUIRE(report.groups.size() == 3);
  CHECK(report.groups[0].video == "second");
  CHECK(report.groups[0].steps.size() == 3);  // b, its segment, the cut
  CHECK(report.groups[1].video == "first");
  CHECK(report.groups[1].steps.size() == 4);
  CHECK(report.groups[2].video.empty());
  REQUIRE(report.groups[2].steps.size() == 1);
  CHECK(report.steps[report.groups[2].steps[0]].id == "generate:alone");
}

}  // namespace reshoot
