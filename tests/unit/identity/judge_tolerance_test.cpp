// SPDX-License-Identifier: Apache-2.0
// judge(): what falls short and may ship all the same.
#include <doctest/doctest.h>

#include "identity/judge.h"
#include "unit/identity/judged_scene.h"

namespace reshoot {

TEST_CASE("judge: what of a policy lets a finding pass") {
  struct Let {
    Verdict verdict;
    IdentityPolicy policy;
    Tolerance tolerance;
  };
  for (const Let& let : {
           Let{Verdict::pass, {.on_fail = OnFail::warn}, Tolerance::none},
           Let{Verdict::fail, {}, Tolerance::none},
           Let{Verdict::fail, {.on_fail = OnFail::warn}, Tolerance::warn},
           Let{Verdict::fail, {.allow_unsure = true, .allow_na = true}, Tolerance::none},
           Let{Verdict::unsure, {.on_fail = OnFail::warn}, Tolerance::warn},
           Let{Verdict::unsure, {.allow_unsure = true}, Tolerance::allow},
           Let{Verdict::unsure, {.on_fail = OnFail::warn, .allow_unsure = true}, Tolerance::allow},
           Let{Verdict::unsure, {.allow_na = true}, Tolerance::none},
           Let{Verdict::na, {.on_fail = OnFail::warn}, Tolerance::none},
           Let{Verdict::na, {.allow_na = true}, Tolerance::allow},
       }) {
    CAPTURE(name_of(let.verdict));
    CAPTURE(name_of(let.tolerance));
    test::JudgedScene scene;
    switch (let.verdict) {
      case Verdict::pass:
        scene.maya().flicker = 0.5F;
        break;
      case Verdict::unsure:
        scene.see({{32, 0.5F}});
        break;
      case Verdict::fail:
        scene.see({{32, 0.05F}});
        break;
      case Verdict::na:
        scene.see({{32, test::turned}});
        break;
    }
    scene.policy() = let.policy;
    const Judgement judgement = scene.judged();
    REQUIRE(judgement.findings.size() == 1);
    CHECK(judgement.findings[0].verdict == let.verdict);
    CHECK(judgement.findings[0].tolerance == let.tolerance);
    CHECK(judgement.ships == (let.verdict == Verdict::pass || let.tolerance != Tolerance::none));
  }
}

TEST_CASE("judge: what keeps a clip back comes before what is worse and let pass") {
  test::JudgedScene scene;
  scene.see({{32, 0.05F}});
  scene.policy().on_fail = OnFail::warn;
  scene.add_leo(test::presence_of({{32, 0.5F}}));
  const Judgement judgement = scene.judged();
  REQUIRE(judgement.findings.size() == 2);
  CHECK_FALSE(judgement.ships);
  CHECK(judgement.findings[0].code == FindingCode::doubtful_face);
  CHECK(judgement.findings[0].tolerance == Tolerance::none);
  CHECK(judgement.findings[1].code == FindingCode::wrong_face);
  CHECK(judgement.findings[1].tolerance == Tolerance::warn);
}

}  // namespace reshoot
