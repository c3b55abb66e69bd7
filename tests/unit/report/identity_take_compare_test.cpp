// SPDX-License-Identifier: Apache-2.0
#include "report/identity_take_compare.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "identity_sample.h"
#include "sample.h"
#include "support/golden.h"

namespace reshoot {
namespace {

/// Two takes of a clip with two people: leo is wrong in the first, right in the second.
TakeComparison two_takes() {
  IdentitySample sample;
  sample.add_every_kind();
  TakeComparison takes;
  takes.campaign = sample.report.campaign;
  takes.characters = sample.report.characters;
  takes.first = sample.report.clips[1];
  takes.second = sample.clip("pitch", ClipFate::ships, {{0, 0.74F, 0.70F}, {1, 0.66F, 0.64F}});
  takes.second.number = 3;
  takes.second.comparison->lines = takes.first.comparison->lines;
  takes.second.comparison->lines[1].similarity = 0.77F;
  return takes;
}

}  // namespace

TEST_CASE("take_compare: the figures of both takes side by side, then what was found") {
  const TakeComparison takes = two_takes();
  check_golden("report/take_compare.txt", take_compare_text(takes, {100, false}));
  CHECK(widest_line(take_compare_text(takes, {60, false})) <= 60);
  const auto json = nlohmann::json::parse(take_compare_json(takes));
  CHECK(json["takes"][0]["judgement"]["verdict"] == "fail");
  CHECK(json["takes"][1]["comparison"]["lines"][1]["similarity"] == doctest::Approx(0.77));
}

TEST_CASE("take_compare: a take that was not measured has dashes") {
  TakeComparison takes = two_takes();
  takes.second.comparison.reset();
  takes.second.judgement.reset();
  const std::string text = take_compare_text(takes, {100, false});
  CHECK(text.find("it was not judged") != std::string::npos);
  CHECK(nlohmann::json::parse(take_compare_json(takes))["takes"][1]["comparison"].is_null());
}

}  // namespace reshoot
