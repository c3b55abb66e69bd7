// SPDX-License-Identifier: Apache-2.0
#include "identity/judge.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "unit/identity/judged_scene.h"

namespace reshoot {
namespace {

using test::absent;
using test::presence_of;
using test::turned;
using Scene = test::JudgedScene;

struct Row {
  const char* what;
  std::function<void(Scene&)> change;
  Verdict verdict;
  bool ships;
  const char* first;  ///< code of the first finding; empty: none
  OnFail on_fail = OnFail::retake;
};

const Row rows[] = {
    // Looks.
    {"a good take", [](Scene&) {}, Verdict::pass, true, ""},
    {"just good enough", [](Scene& s) { s.see({{29, 0.55F}, {3, 0.40F}}); }, Verdict::pass, true,
     ""},
    {"median just short", [](Scene& s) { s.see({{32, 0.549F}}); }, Verdict::unsure, false,
     "doubtful_face"},
    {"a bad tenth", [](Scene& s) { s.see({{4, 0.39F}, {28, 0.65F}}); }, Verdict::unsure, false,
     "doubtful_face"},
    {"too few frames match", [](Scene& s) { s.see({{27, 0.65F}, {5, 0.44F}}); }, Verdict::unsure,
     false, "doubtful_face"},
    {"another person", [](Scene& s) { s.see({{32, 0.05F}}); }, Verdict::fail, false, "wrong_face"},
    {"a half morph", [](Scene& s) { s.see({{32, 0.31F}}); }, Verdict::fail, false, "wrong_face"},
    {"a 35 % morph", [](Scene& s) { s.see({{32, 0.53F}}); }, Verdict::unsure, false,
     "doubtful_face"},
    {"median at the edge of a fail", [](Scene& s) { s.see({{32, 0.35F}}); }, Verdict::unsure, false,
     "doubtful_face"},
    {"another person over few frames of a short clip", [](Scene& s) { s.see({{7, 0.05F}}); },
     Verdict::unsure, false, "doubtful_face"},
    {"another person over eight frames", [](Scene& s) { s.see({{8, 0.05F}}); }, Verdict::fail,
     false, "wrong_face"},
    {"a third of the clip is somebody else", [](Scene& s) { s.see({{10, 0.28F}, {22, 0.65F}}); },
     Verdict::unsure, false, "doubtful_face"},
    // Coverage and use.
    {"seen for half of the clip", [](Scene& s) { s.see({{16, 0.65F}, {16, absent}}); },
     Verdict::fail, false, "missing"},
    {"seen for long enough", [](Scene& s) { s.see({{20, 0.65F}, {12, absent}}); }, Verdict::pass,
     true, ""},
    {"never seen", [](Scene& s) { s.see({{32, absent}}); }, Verdict::fail, false, "missing"},
    {"turned away for half: not a mismatch", [](Scene& s) { s.see({{16, 0.65F}, {16, turned}}); },
     Verdict::pass, true, ""},
    {"always turned away", [](Scene& s) { s.see({{32, turned}}); }, Verdict::na, false, "unusable",
     OnFail::hold},
    {"hardly ever comparable", [](Scene& s) { s.see({{3, 0.65F}, {29, turned}}); }, Verdict::na,
     false, "unusable", OnFail::hold},
    {"comparable in less than a quarter", [](Scene& s) { s.see({{7, 0.65F}, {25, turned}}); },
     Verdict::na, false, "unusable", OnFail::hold},
    {"comparable in a quarter", [](Scene& s) { s.see({{8, 0.65F}, {24, turned}}); }, Verdict::pass,
     true, ""},
    {"the little that is comparable is somebody else",
     [](Scene& s) { s.see({{3, 0.05F}, {29, turned}}); }, Verdict::unsure, false, "doubtful_face"},
    {"and `allow: [na]` does not let that through",
     [](Scene& s) {
       s.see({{3, 0.05F}, {29, turned}});
       s.policy().allow_na = true;
     },
     Verdict::unsure, false, "doubtful_face"},
    {"missing and unusable: it fails", [](Scene& s) { s.see({{8, turned}, {24, absent}}); },
     Verdict::fail, false, "missing"},
    // Not measured.
    {"no face model", [](Scene& s) { s.models.face_embedding = nullptr; }, Verdict::na, false,
     "not_measured", OnFail::hold},
    {"no face detector", [](Scene& s) { s.models.face_detector = nullptr; }, Verdict::na, false,
     "not_measured", OnFail::hold},
    {"no usable reference",
     [](Scene& s) {
       s.maya().compared = false;
       s.maya().gap = "none of its references shows a face that can be compared";
     },
     Verdict::na, false, "not_measured", OnFail::hold},
    {"no picture", [](Scene& s) { s.see({}); }, Verdict::na, false, "not_measured", OnFail::hold},
    {"faces were not looked for, and strangers count",
     [](Scene& s) {
       s.maya() = presence_of({{32, 0.9F}}, CastKind::product);
       s.comparison.people_sought = false;
     },
     Verdict::na, false, "not_measured", OnFail::hold},
    // Levels and policies.
    {"strict wants more",
     [](Scene& s) {
       s.see({{32, 0.58F}});
       s.policy().level = IdentityLevel::strict;
     },
     Verdict::unsure, false, "doubtful_face"},
    {"loose wants less",
     [](Scene& s) {
       s.see({{32, 0.51F}});
       s.policy().level = IdentityLevel::loose;
     },
     Verdict::pass, true, ""},
    {"off is not judged",
     [](Scene& s) {
       s.see({{32, absent}});
       s.policy().level = IdentityLevel::off;
     },
     Verdict::pass, true, ""},
    {"unsure, allowed",
     [](Scene& s) {
       s.see({{32, 0.5F}});
       s.policy().allow_unsure = true;
     },
     Verdict::unsure, true, "doubtful_face", OnFail::hold},
    {"a fail is not allowed by that",
     [](Scene& s) {
       s.see({{32, 0.05F}});
       s.policy().allow_unsure = true;
       s.policy().allow_na = true;
     },
     Verdict::fail, false, "wrong_face"},
    {"na, allowed",
     [](Scene& s) {
       s.see({{32, turned}});
       s.policy().allow_na = true;
     },
     Verdict::na, true, "unusable", OnFail::hold},
    {"on_fail: warn ships a fail",
     [](Scene& s) {
       s.see({{32, 0.05F}});
       s.policy().on_fail = OnFail::warn;
     },
     Verdict::fail, true, "wrong_face", OnFail::hold},
    {"on_fail: warn holds na",
     [](Scene& s) {
       s.see({{32, turned}});
       s.policy().on_fail = OnFail::warn;
     },
     Verdict::na, false, "unusable", OnFail::hold},
    {"on_fail: hold",
     [](Scene& s) {
       s.see({{32, 0.5F}});
       s.policy().on_fail = OnFail::hold;
     },
     Verdict::unsure, false, "doubtful_face", OnFail::hold},
    {"one asks for a retake, one for a person",
     [](Scene& s) {
       s.see({{32, 0.05F}});
       s.add_leo(presence_of({{32, 0.5F}}));
       s.cast[1].policy.on_fail = OnFail::hold;
     },
     Verdict::fail, false, "wrong_face", OnFail::hold},
    {"who only warns does not hold the other",
     [](Scene& s) {
       s.see({{32, 0.05F}});
       s.add_leo(presence_of({{32, 0.5F}}));
       s.cast[1].policy.on_fail = OnFail::warn;
     },
     Verdict::fail, false, "wrong_face"},
    {"the worse of two comes first",
     [](Scene& s) {
       s.see({{32, 0.5F}});
       s.add_leo(presence_of({{32, 0.5F}, {32, absent}}));
     },
     Verdict::fail, false, "missing"},
    // Look-alikes.
    {"little margin",
     [](Scene& s) {
       s.maya().nearest = 1;
       s.maya().margin = 0.14F;
     },
     Verdict::unsure, false, "look_alike"},
    {"enough margin",
     [](Scene& s) {
       s.maya().nearest = 1;
       s.maya().margin = 0.15F;
     },
     Verdict::pass, true, ""},
    {"more alike to another character",
     [](Scene& s) {
       s.see({{32, 0.56F}});
       s.maya().nearest = 1;
       s.maya().margin = -0.1F;
     },
     Verdict::fail, false, "look_alike"},
    {"another character in its place",
     [](Scene& s) {
       s.see({{32, 0.1F}});
       s.maya().nearest = 1;
       s.maya().margin = -0.55F;
     },
     Verdict::fail, false, "wrong_face"},
    // Change.
    {"it drifts", [](Scene& s) { s.see({{10, 0.8F}, {22, 0.6F}}); }, Verdict::pass, true, "drift"},
    {"it drifts away",
     [](Scene& s) {
       s.see({{29, 0.8F}, {3, 0.41F}});
       s.maya().drift = 0.41F;
       s.maya().end = 0.39F;
     },
     Verdict::fail, false, "drift"},
    {"it flickers", [](Scene& s) { s.maya().flicker = 0.5F; }, Verdict::pass, true, "flicker"},
    // Strangers.
    {"an intruder", [](Scene& s) { s.add_stranger(8); }, Verdict::fail, false, "stranger"},
    {"somebody who cannot be compared", [](Scene& s) { s.add_stranger(0); }, Verdict::unsure, false,
     "stranger"},
    {"a passer-by in the background",
     [](Scene& s) {
       s.add_stranger(8);
       s.comparison.strangers[0].width = 0.39F;
     },
     Verdict::pass, true, "stranger"},
    {"a shape in a blurred background",
     [](Scene& s) {
       s.add_stranger(8);
       s.comparison.strangers[0].focus = 0.19F;
     },
     Verdict::pass, true, "stranger"},
    {"a passer-by where nobody else may be",
     [](Scene& s) {
       s.add_stranger(8);
       s.comparison.strangers[0].focus = 0.19F;
       s.strangers.level = IdentityLevel::strict;
     },
     Verdict::unsure, false, "stranger"},
    {"another character in the background",
     [](Scene& s) {
       s.add_stranger(8, 1, 0.7F);
       s.comparison.strangers[0].width = 0.3F;
     },
     Verdict::fail, false, "stranger"},
    {"another character walks in", [](Scene& s) { s.add_stranger(8, 1, 0.7F); }, Verdict::fail,
     false, "stranger"},
    {"strangers are welcome",
     [](Scene& s) {
       s.add_stranger(8);
       s.strangers.level = IdentityLevel::off;
     },
     Verdict::pass, true, ""},
    {"strangers warn",
     [](Scene& s) {
       s.add_stranger(8);
       s.strangers.on_fail = OnFail::warn;
     },
     Verdict::fail, true, "stranger", OnFail::hold},
    // Voices.
    {"the right voice", [](Scene& s) { s.hear(0.7F, 5); }, Verdict::pass, true, ""},
    {"a doubtful voice", [](Scene& s) { s.hear(0.6F, 5); }, Verdict::pass, true, "doubtful_voice"},
    {"a wrong voice", [](Scene& s) { s.hear(0.45F, 5); }, Verdict::pass, true, "wrong_voice"},
    {"a grossly wrong voice", [](Scene& s) { s.hear(0.2F, 5); }, Verdict::fail, false,
     "wrong_voice"},
    {"grossly wrong, but short", [](Scene& s) { s.hear(0.2F, 3.9F); }, Verdict::pass, true,
     "wrong_voice"},
    {"nearer to somebody else's", [](Scene& s) { s.hear(0.7F, 5, 0.8F); }, Verdict::pass, true,
     "wrong_voice"},
    {"no voice model",
     [](Scene& s) {
       s.hear(0.2F, 5);
       s.models.speaker_embedding = nullptr;
     },
     Verdict::pass, true, "voice_not_measured"},
    {"a speaker who is off",
     [](Scene& s) {
       s.hear(0.2F, 5);
       s.policy().level = IdentityLevel::off;
     },
     Verdict::pass, true, ""},
    // Technical.
    {"black frames", [](Scene& s) { s.comparison.technical.black = 0.3F; }, Verdict::pass, true,
     "technical"},
    {"silent, with lines",
     [](Scene& s) {
       s.hear(0.7F, 5);
       s.comparison.technical.silent = 0.99F;
     },
     Verdict::pass, true, "technical"},
    {"silent, without lines", [](Scene& s) { s.comparison.technical.silent = 1; }, Verdict::pass,
     true, ""},
    // Pictures.
    {"the right product", [](Scene& s) { s.maya() = presence_of({{32, 0.9F}}, CastKind::product); },
     Verdict::pass, true, ""},
    {"another product", [](Scene& s) { s.maya() = presence_of({{32, 0.7F}}, CastKind::product); },
     Verdict::fail, false, "wrong_face"},
    {"no picture model",
     [](Scene& s) {
       s.maya() = presence_of({{32, 0.9F}}, CastKind::mascot);
       s.models.image_embedding = nullptr;
     },
     Verdict::na, false, "not_measured", OnFail::hold},
    {"a varied product is asked for less",
     [](Scene& s) {
       s.maya() = presence_of({{32, 0.8F}}, CastKind::product);
       s.maya().own = 0.75F;
     },
     Verdict::pass, true, ""},
    {"but never for less than the floor",
     [](Scene& s) {
       s.maya() = presence_of({{32, 0.71F}}, CastKind::product);
       s.maya().own = 0.6F;
     },
     Verdict::fail, false, "wrong_face"},
    {"one that always looks the same for more",
     [](Scene& s) {
       s.maya() = presence_of({{32, 0.85F}}, CastKind::product);
       s.maya().own = 0.97F;
     },
     Verdict::unsure, false, "doubtful_face"},
};

}  // namespace

TEST_CASE("judge: the table") {
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Scene scene;
    row.change(scene);
    const Judgement judgement = scene.judged();
    CHECK(name_of(judgement.verdict) == name_of(row.verdict));
    CHECK(judgement.ships == row.ships);
    const std::string first =
        judgement.findings.empty() ? "" : std::string(name_of(judgement.findings[0].code));
    CHECK(first == row.first);
    if (!row.ships) {
      CHECK(name_of(judgement.on_fail) == name_of(row.on_fail));
    }
  }
}

TEST_CASE("judge: nothing to judge passes") {
  Scene scene;
  scene.cast.clear();
  scene.comparison.cast.clear();
  scene.strangers.level = IdentityLevel::off;
  const Judgement judgement = scene.judged();
  CHECK(judgement.verdict == Verdict::pass);
  CHECK(judgement.ships);
  CHECK(judgement.cast.empty());
}

TEST_CASE("judge: each member has its own verdict and share") {
  Scene scene;
  scene.see({{24, 0.65F}, {8, 0.42F}});
  scene.add_leo(presence_of({{32, 0.05F}}));
  const Judgement judgement = scene.judged();
  REQUIRE(judgement.cast.size() == 2);
  CHECK(judgement.cast[0].verdict == Verdict::unsure);
  CHECK(judgement.cast[0].share == doctest::Approx(0.75));
  CHECK(judgement.cast[1].verdict == Verdict::fail);
  CHECK(judgement.cast[1].share == 0);
  CHECK(judgement.findings[0].cast == 1U);
  CHECK(judgement.findings[1].cast == 0U);
}

TEST_CASE("judge: what is said") {
  struct Said {
    std::function<void(Scene&)> change;
    const char* text;
  };
  const Said said[] = {
      {[](Scene& s) {
         s.see({{32, 0.31F}});
       },
       "this is not maya: median similarity 0.31 over 32 frames, below 0.35 (0.55 is wanted)"},
      {[](Scene& s) {
         s.see({{12, 0.39F}, {20, 0.549F}});
       },
       "it is not sure that this is maya: median similarity 0.549, 0.550 is wanted; worst tenth "
       "0.39, 0.40 is wanted; 62 % of the frames match, 90 % is wanted; over 32 frames"},
      {[](Scene& s) {
         s.see({{16, 0.65F}, {16, absent}});
       },
       "maya is seen in 50 % of the clip, 60 % is wanted"},
      {[](Scene& s) {
         s.see({{32, absent}});
       },
       "maya is not seen in any of 32 frames"},
      {[](Scene& s) {
         s.see({{2, 0.65F}, {29, turned}, {1, absent}});
       },
       "maya can be compared in 2 of 32 frames, 8 are wanted: turned away in 29 frames, not seen "
       "in 1 frame"},
      {[](Scene& s) {
         s.see({{32, 0.12F}});
         s.maya().nearest = 1;
         s.maya().margin = -0.5F;
       },
       "this is not maya: median similarity 0.12 over 32 frames, below 0.35 (0.55 is wanted)"},
      {[](Scene& s) {
         s.maya().nearest = 1;
         s.maya().margin = 0.1F;
       },
       "this may be leo: similarity 0.55 to leo, 0.65 to maya; a lead of 0.15 is wanted"},
      {[](Scene& s) {
         s.see({{32, 0.56F}});
         s.maya().nearest = 1;
         s.maya().margin = -0.1F;
       },
       "this is more like leo: similarity 0.66 to leo, 0.56 to maya; a lead of 0.15 is wanted"},
      {[](Scene& s) { s.add_stranger(8, 1, 0.7F); },
       "somebody who is not of the cast is seen from 1.0 s to 3.0 s: it is like leo (similarity "
       "0.70)"},
      {[](Scene& s) { s.add_stranger(8, 0, 0.7F); },
       "somebody who is not of the cast is seen from 1.0 s to 3.0 s: it is like a second maya "
       "(similarity 0.70)"},
      {[](Scene& s) { s.add_stranger(0); },
       "somebody who is not of the cast is seen from 1.0 s to 3.0 s, not well enough to be "
       "compared"},
      {[](Scene& s) { s.hear(0.3F, 5, 0.8F); },
       "line 1: this does not sound like maya: similarity 0.30 over 5.0 s of speech, 0.65 is "
       "wanted; it is nearer to leo (0.80)"},
      {[](Scene& s) { s.hear(0.6F, 2); },
       "line 1: it is not sure that maya speaks: similarity 0.60 over 2.0 s of speech, 0.65 is "
       "wanted"},
      {[](Scene& s) { s.comparison.technical.black = 0.3F; }, "30 % of the frames are black"},
  };
  for (const Said& row : said) {
    Scene scene;
    row.change(scene);
    const Judgement judgement = scene.judged();
    REQUIRE_FALSE(judgement.findings.empty());
    CHECK(judgement.findings[0].text == row.text);
  }
}

}  // namespace reshoot
