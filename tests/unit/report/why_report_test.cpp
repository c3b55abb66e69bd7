// SPDX-License-Identifier: Apache-2.0
#include "report/why_report.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

void many_reasons(Sample& s) {
  const StepIndex welcome = s.scene("welcome", s.paid);
  const StepIndex product = s.scene("product", s.paid);
  s.video("launch", {welcome, product});
  s.decide(
      "generate:welcome", DecisionKind::run,
      {{"prompt",
        "${maya} stands at a bright reception desk and waves to somebody behind the camera; "
        "slow push in, warm morning light through tall windows.",
        "${maya} sits at a bright reception desk and waves to somebody behind the camera; "
        "slow pull out, warm evening light through tall windows.",
        s.at("${maya} stands")},
       {"cast[0].references[1]", digest_of(0x3f).text(), digest_of(0x77).text(), s.at("[maya]")},
       {"seconds", "5", "6", s.at("6\n")},
       {"says[1]", "", "And goodbye.", s.at("Hi there")},
       {"tools", "animatic 1", "", {}}});
  s.decide("generate:product", DecisionKind::hit);
  s.decide("conform:launch/welcome", DecisionKind::maybe, {{"inputs", {}, {}, s.at("welcome:")}});
  s.decide("conform:launch/product", DecisionKind::hit);
  s.decide("cut:launch", DecisionKind::maybe, {{"inputs", {}, {}, s.at("launch:")}});
}

const BuildRow built{7, Wall{1'700'000'000'000'000'000}, Wall{1'700'000'012'000'000'000}, "done"};

}  // namespace

TEST_CASE("why_text: each field with was, now and its place") {
  Sample s;
  many_reasons(s);
  const WhyReport report = make_why_report(s.report(), built);
  check_golden("report/why.txt", why_text(report, {80, false}));
  check_golden("report/why_colour.txt", why_text(report, {80, true}));
  check_golden("report/why.json", why_json(report));
}

TEST_CASE("why_text: values are wrapped at the width, not cut") {
  Sample s;
  many_reasons(s);
  const WhyReport report = make_why_report(s.report(), {});
  const std::string text = why_text(report, {60, false});
  CHECK(widest_line(text.substr(text.find("    was"), text.find("cast[0]"))) <= 60);
  CHECK(text.find("windows.") != std::string::npos);
  CHECK_FALSE(has_trailing_space(text));
  CHECK(text.ends_with("there was no build of this campaign yet\n"));
}

TEST_CASE("why_text: other decisions, each in words") {
  Sample s;
  s.scene("a", s.paid);
  s.scene("b", s.paid);
  s.scene("c", s.paid);
  s.scene("d", s.free);
  s.decide("generate:a", DecisionKind::lost, {{"bytes", "in the store", "missing", {}}});
  s.decide("generate:b", DecisionKind::held, {}).holds = {
      {"budget.max_takes is used up", "`reshoot retake TARGET` asks for one more take", {}}};
  s.decide("generate:c", DecisionKind::run, {{"retake", {}, "asked for", s.at("outro:")}});
  s.decide("generate:d", DecisionKind::run, {{"new", {}, {}, s.at("outro:")}});
  check_golden("report/why_decisions.txt",
               why_text(make_why_report(s.report(), built), {80, false}));
}

TEST_CASE("why_text: of many steps forty are listed") {
  Sample s;
  for (int i = 0; i < 100; ++i) {
    s.scene(fmt::format("s{}", i), s.free);
  }
  s.decide_rest(DecisionKind::hit);
  const std::string text = why_text(make_why_report(s.report(), {}), {});
  CHECK(text.find("generate:s39") != std::string::npos);
  CHECK(text.find("generate:s40") == std::string::npos);
  CHECK(text.find("... and 60 steps more; --json lists all") != std::string::npos);
}

}  // namespace reshoot
