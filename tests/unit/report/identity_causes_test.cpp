// SPDX-License-Identifier: Apache-2.0
#include "report/identity_causes.h"

#include <doctest/doctest.h>

#include "identity_sample.h"

namespace reshoot {

TEST_CASE("causes_of: clips of one cause are one, the largest first, then what warns") {
  IdentitySample sample;
  sample.add_every_kind();
  sample.add_many(200, 5);
  const std::vector<Cause> causes = causes_of(sample.report);
  REQUIRE(causes.size() == 12);
  CHECK(causes[0].code == FindingCode::wrong_face);
  CHECK(causes[0].character == std::optional<std::uint32_t>(1));
  CHECK(causes[0].weight == FindingWeight::blocks);
  CHECK(causes[0].cases.size() == 41);
  CHECK(causes[0].cases.front().text.starts_with("this is not leo: median similarity 0.13"));
  CHECK(causes.back().weight == FindingWeight::accepted);
  for (std::size_t i = 1; i < causes.size(); ++i) {
    CHECK(causes[i - 1].weight <= causes[i].weight);
  }
}

TEST_CASE("causes_of: what `warn` lets pass and what `allow` does are two causes") {
  IdentitySample sample;
  for (const Tolerance tolerance : {Tolerance::allow, Tolerance::warn, Tolerance::allow}) {
    sample.clip("clip", ClipFate::ships_by_policy, {{0}}).judgement->findings = {
        finding(FindingCode::doubtful_face, Verdict::unsure, 0, 0.5F, 0.55F, "so", tolerance)};
  }
  const std::vector<Cause> causes = causes_of(sample.report);
  REQUIRE(causes.size() == 2);
  CHECK(causes[0].weight == FindingWeight::tolerated);
  CHECK(causes[0].tolerated_by == "allow: [unsure]");
  CHECK(causes[0].cases.size() == 2);
  CHECK(causes[1].weight == FindingWeight::tolerated);
  CHECK(causes[1].tolerated_by == "on_fail: warn");
}

TEST_CASE("causes_of: a clip that falls short is never left out, and counts once") {
  IdentitySample sample;
  CheckedClip& held = sample.clip("held", ClipFate::held, {{0}});
  held.why = "a person held it";
  held.judgement->findings = {finding(FindingCode::drift, Verdict::pass, 0, 0.2F, 0.15F, "one"),
                              finding(FindingCode::drift, Verdict::pass, 0, 0.2F, 0.15F, "two")};
  const std::vector<Cause> causes = causes_of(sample.report);
  REQUIRE(causes.size() == 2);
  CHECK(causes[0].weight == FindingWeight::blocks);
  CHECK(causes[0].cases.front().text == "a person held it");
  CHECK(causes[1].cases.size() == 1);
}

TEST_CASE("gaps_of: equal gaps of several clips are one") {
  IdentitySample sample;
  sample.report.not_measured = {{"products", "there is no model for them"}};
  for (const char* const name : {"one", "two"}) {
    CheckedClip& clip = sample.clip(name, ClipFate::held, {{0}, {1}});
    clip.comparison->cast[1].compared = false;
    clip.comparison->cast[1].gap = "no usable reference";
    clip.comparison->lines = {HeardLine{}, HeardLine{}};
    clip.comparison->lines[0].gap = clip.comparison->lines[1].gap = "no speech";
  }
  const std::vector<Gap> gaps = gaps_of(sample.report);
  REQUIRE(gaps.size() == 3);
  CHECK(gaps[0].clips.empty());
  CHECK(gaps[1].what == "leo");
  CHECK(gaps[1].clips == std::vector<std::size_t>{0, 1});
  CHECK(gaps[2].what == "the voice of maya");
  CHECK(gaps[2].clips == std::vector<std::size_t>{0, 1});
}

}  // namespace reshoot
