// SPDX-License-Identifier: Apache-2.0
#include "report/diff_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

const RevisionName revision{"HEAD~2", "0123456789abcdef0123456789abcdef01234567"};

/// Each kind of change once, and a video of each.
DiffReport every_change() {
  Sample s;
  const StepIndex welcome = s.scene("welcome", s.paid);
  const StepIndex product = s.scene("product", s.paid);
  const StepIndex outro = s.scene("outro", s.free);
  const StepIndex extra = s.scene("extra", s.paid);
  s.video("launch", {welcome, product, outro});
  s.decide("generate:welcome", DecisionKind::run).cost = Money{600'000};
  s.decide("generate:product", DecisionKind::run).cost = std::nullopt;
  s.decide("generate:outro", DecisionKind::hit);
  s.decide("generate:extra", DecisionKind::lost);
  s.decide_rest(DecisionKind::maybe);
  CampaignDiff diff;
  diff.same_clips = 12;
  diff.same_videos = 1;
  diff.clips = {{ChangeKind::changed,
                 "welcome",
                 {},
                 welcome,
                 digest_of(1),
                 {{"says[0]", "Hello, and welcome to our place",
                   "Hi there, and welcome to our place", s.at("Hi there")},
                  {"seconds", "5", "6", s.at("6\n")}}},
                {ChangeKind::added, "product", {}, product, {}, {}},
                {ChangeKind::renamed, "outro", "ending", outro, digest_of(3), {}},
                {ChangeKind::changed, "extra", {}, extra, digest_of(4), {{"seed", "1", "2", {}}}},
                {ChangeKind::gone, "intro", {}, {}, digest_of(5), {}}};
  diff.videos = {{ChangeKind::changed,
                  "launch",
                  s.at("launch:"),
                  {{"scenes", "intro, welcome", "welcome, product", s.at("launch:")}},
                  {"welcome", "product"}},
                 {ChangeKind::changed, "short", {}, {}, {"welcome"}},
                 {ChangeKind::added, "teaser", {}, {}, {}},
                 {ChangeKind::gone, "old", {}, {}, {}}};
  return make_diff_report(s.graph, diff, s.plan, s.sources, revision);
}

}  // namespace

TEST_CASE("diff: each change with its reasons, its place and its price") {
  const DiffReport report = every_change();
  check_golden("report/diff.txt", diff_text(report, {100, false}));
  check_golden("report/diff_80_colour.txt", diff_text(report, {80, true}));
  check_golden("report/diff.json", diff_json(report));
  CHECK(report.to_shoot == 2);
  CHECK(report.cost == Money{600'000});
  CHECK(report.unknown_prices == 1);
  CHECK_FALSE(has_trailing_space(diff_text(report, {80, false})));
}

TEST_CASE("diff: no difference, and a name from outside") {
  Sample s;
  const DiffReport report =
      make_diff_report(s.graph, {}, s.plan, s.sources, {"a\x1b[2Jb", revision.commit});
  const std::string text = diff_text(report, {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.ends_with("no clip and no video differs\n"));
  CHECK(nlohmann::json::parse(diff_json(report))["totals"]["cost_micros"] == 0);
}

}  // namespace reshoot
