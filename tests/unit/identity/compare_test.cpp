// SPDX-License-Identifier: Apache-2.0
// What is said of a clip that could not be looked at: why, and never that it passes.

#include "identity/compare.h"

#include <doctest/doctest.h>

#include "identity/judge.h"
#include "unit/identity/clip_maker.h"
#include "unit/identity/thresholds_maker.h"

namespace reshoot {
namespace {

constexpr IdentityPolicy off{.level = IdentityLevel::off};

/// No frame of it was looked at.
Measurement unseen_clip(const std::vector<std::string>& gaps) {
  Measurement clip;
  clip.needs = {true, true, true};
  clip.gaps = gaps;
  return clip;
}

}  // namespace

TEST_CASE("compare: a clip of which nothing was seen is not measured, and says why") {
  struct Row {
    std::vector<std::string> gaps;
    std::string why;
  };
  const Row rows[] = {
      {{"the clip has no picture"}, "the clip has no picture"},
      {{"cannot read the clip: moov atom not found", "more"},
       "cannot read the clip: moov atom not found"},
      {{}, "no frame of the clip could be looked at"},
  };
  const test::MadeModels models;
  const std::vector<std::string> names{"maya"};
  for (const Row& row : rows) {
    for (const CastKind kind : {CastKind::person, CastKind::mascot}) {
      CAPTURE(row.why);
      CAPTURE(static_cast<int>(kind));
      const Likeness maya = test::with_voice(test::likeness_of(kind, {test::direction(0)}), 0);
      const Comparison result = test::compared(unseen_clip(row.gaps), {maya}, {0}, {0});
      CHECK(comparison_from(to_bytes(result)).value() == result);
      const Judgement judgement = judge(result, {{{"maya", {}}}, names, off, models.all()});
      CHECK(judgement.verdict == Verdict::na);
      CHECK_FALSE(judgement.ships);
      REQUIRE_FALSE(judgement.findings.empty());
      const std::string said = kind == CastKind::person || !row.gaps.empty()
                                   ? row.why
                                   : "no picture of this clip could be measured";
      CHECK(judgement.findings[0].text == "maya was not measured: " + said);
      if (!row.gaps.empty()) {
        CHECK(result.lines[0].gap == row.why);
      }
    }
  }
}

TEST_CASE("compare: nobody is missed for a stranger in a clip of which nothing was seen") {
  const test::MadeModels models;
  const std::vector<std::string> names{"maya"};
  for (const bool with_cast : {true, false}) {
    CAPTURE(with_cast);
    std::vector<std::uint32_t> cast;
    std::vector<JudgedMember> members;
    if (with_cast) {
      cast.push_back(0);
      members.push_back({"maya", off});
    }
    for (const bool seen : {true, false}) {
      CAPTURE(seen);
      const Measurement clip = seen ? test::ClipMaker(8).make() : unseen_clip({"no picture"});
      const Judgement judgement =
          judge(test::compared(clip, {test::person(0)}, cast), {members, names, {}, models.all()});
      CHECK(judgement.ships == seen);
      CHECK((judgement.verdict == Verdict::pass) == seen);
    }
  }
}

}  // namespace reshoot
