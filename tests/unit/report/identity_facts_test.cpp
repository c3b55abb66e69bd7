// SPDX-License-Identifier: Apache-2.0
#include "report/identity_facts.h"

#include <doctest/doctest.h>

#include <limits>

#include "identity_sample.h"

namespace reshoot {
namespace {

std::vector<std::string> names_of(const IdentityReport& report,
                                  const std::vector<std::size_t>& order) {
  std::vector<std::string> names;
  for (const std::size_t index : order) {
    names.push_back(report.clips[index].clip);
  }
  return names;
}

const CheckedClip& named(const IdentityReport& report, std::string_view name) {
  for (const CheckedClip& clip : report.clips) {
    if (clip.clip == name) {
      return clip;
    }
  }
  FAIL("no such clip: " << name);
  return report.clips.front();
}

}  // namespace

TEST_CASE("counts_of: each clip counts once by verdict and once by fate") {
  IdentitySample sample;
  sample.add_every_kind();
  const IdentityCounts counts = counts_of(sample.report);
  CHECK(counts.pass == 3);
  CHECK(counts.unsure == 2);
  CHECK(counts.fail == 3);
  CHECK(counts.na == 2);
  CHECK(counts.ships == 3);
  CHECK(counts.by_policy == 2);
  CHECK(counts.by_person == 1);
  CHECK(counts.unjudged == 1);
  CHECK(counts.retake == 1);
  CHECK(counts.held == 3);
  CHECK(counts.not_measured == 1);
  CHECK(counts.no_take == 1);
  CHECK(counts.may_ship() == 7);
}

TEST_CASE("worst_first: what falls short before what ships, fail before unsure before na") {
  IdentitySample sample;
  sample.add_every_kind();
  CHECK(names_of(sample.report, worst_first(sample.report)) ==
        std::vector<std::string>{"pitch", "closeup", "backstage", "turning", "late", "finale",
                                 "masked", "distant", "teaser", "outro", "duet", "welcome", "mug"});
}

TEST_CASE("weight_of: blocks, is tolerated, warns, or was accepted") {
  struct Row {
    ClipFate fate;
    Verdict verdict;
    Tolerance tolerance;
    FindingWeight weight;
  };
  for (const Row& row : {
           Row{ClipFate::held, Verdict::fail, Tolerance::none, FindingWeight::blocks},
           Row{ClipFate::will_retake, Verdict::unsure, Tolerance::none, FindingWeight::blocks},
           Row{ClipFate::held, Verdict::na, Tolerance::none, FindingWeight::blocks},
           Row{ClipFate::held, Verdict::fail, Tolerance::warn, FindingWeight::tolerated},
           Row{ClipFate::held, Verdict::pass, Tolerance::none, FindingWeight::warns},
           Row{ClipFate::ships, Verdict::pass, Tolerance::none, FindingWeight::warns},
           Row{ClipFate::ships_by_policy, Verdict::pass, Tolerance::none, FindingWeight::warns},
           Row{ClipFate::ships_by_policy, Verdict::fail, Tolerance::warn, FindingWeight::tolerated},
           Row{ClipFate::ships_by_policy, Verdict::na, Tolerance::allow, FindingWeight::tolerated},
           Row{ClipFate::ships_by_person, Verdict::unsure, Tolerance::none,
               FindingWeight::accepted},
           Row{ClipFate::ships_by_person, Verdict::fail, Tolerance::warn, FindingWeight::accepted},
           Row{ClipFate::ships_by_person, Verdict::pass, Tolerance::none, FindingWeight::warns},
       }) {
    CheckedClip clip;
    clip.fate = row.fate;
    CAPTURE(name_of(row.fate));
    CAPTURE(name_of(row.verdict));
    CAPTURE(name_of(row.tolerance));
    CHECK(weight_of(clip, finding(FindingCode::wrong_face, row.verdict, 0, 0, 0, "",
                                  row.tolerance)) == row.weight);
  }
}

TEST_CASE("tolerance_words: the words of the policy that let findings pass, each once") {
  const auto made = [](Verdict verdict, Tolerance tolerance) {
    return finding(FindingCode::wrong_face, verdict, 0, 0, 0, "so", tolerance);
  };
  CHECK(tolerance_words(made(Verdict::fail, Tolerance::none)).empty());
  CHECK(tolerance_words(made(Verdict::fail, Tolerance::warn)) == "on_fail: warn");
  CHECK(tolerance_words(made(Verdict::na, Tolerance::allow)) == "allow: [na]");
  CHECK(finding_line(made(Verdict::unsure, Tolerance::allow)) ==
        "wrong face: so; let pass by 'allow: [unsure]'");
  Judgement judgement;
  CHECK(tolerance_words(judgement).empty());
  judgement.findings = {made(Verdict::fail, Tolerance::warn),
                        made(Verdict::unsure, Tolerance::warn), made(Verdict::na, Tolerance::allow),
                        made(Verdict::pass, Tolerance::none)};
  CHECK(tolerance_words(judgement) == "on_fail: warn and allow: [na]");
}

TEST_CASE("voice_of: the least similar line, and what was found about it") {
  IdentitySample sample;
  sample.add_every_kind();
  CHECK_FALSE(voice_of(named(sample.report, "closeup")));
  CHECK_FALSE(voice_of(named(sample.report, "late")));
  CHECK(voice_of(named(sample.report, "welcome"))->verdict == Verdict::pass);
  CHECK(voice_of(named(sample.report, "outro"))->verdict == Verdict::unsure);
  const std::optional<VoiceFigure> pitch = voice_of(named(sample.report, "pitch"));
  CHECK(pitch->verdict == Verdict::fail);
  CHECK(pitch->similarity == doctest::Approx(0.33));
  CheckedClip& silent = sample.clip("silent", ClipFate::ships, {{0}});
  silent.comparison->lines = {HeardLine{}};
  CHECK(voice_of(silent)->verdict == Verdict::na);
}

TEST_CASE("next_steps: command lines that name the clip and its take") {
  IdentitySample sample;
  sample.add_every_kind();
  CHECK(next_steps(named(sample.report, "backstage")) ==
        std::vector<std::string>{"reshoot retake backstage",
                                 "reshoot take use backstage 3 --reason '...'"});
  CHECK(next_steps(named(sample.report, "pitch")).front() == "reshoot build pitch");
  CHECK(next_steps(named(sample.report, "welcome")).empty());
}

TEST_CASE("thresholds: those of the model for the kind, and of the levels that are judged by") {
  IdentitySample sample;
  CHECK(levels_in_force(sample.report).empty());
  sample.add_every_kind();
  sample.report.clips[0].judgement->cast[0].policy.level = IdentityLevel::strict;
  sample.report.clips[1].judgement->cast[0].policy.level = IdentityLevel::off;
  CHECK(levels_in_force(sample.report) ==
        std::vector<IdentityLevel>{IdentityLevel::strict, IdentityLevel::normal});
  const IdentityReport& report = sample.report;
  CHECK(thresholds_for(report, CastKind::person, IdentityLevel::strict)->look.pass_median ==
        doctest::Approx(0.60));
  CHECK(thresholds_for(report, CastKind::mascot, IdentityLevel::normal) ==
        &report.models[2].at(IdentityLevel::normal));
  CHECK(thresholds_for(report, CastKind::person, IdentityLevel::off) == nullptr);
  CHECK(thresholds_for(IdentityReport{}, CastKind::person, IdentityLevel::normal) == nullptr);
}

TEST_CASE("figures: what is no number is a dash") {
  CHECK(similarity_text(0.304F) == "0.30");
  CHECK(similarity_text(-0.2F) == "-0.20");
  CHECK(similarity_text(std::numeric_limits<float>::quiet_NaN()) == "-");
  CHECK(share_text(0.926F) == "93 %");
  CHECK(share_text(std::numeric_limits<float>::infinity()) == "-");
}

TEST_CASE("titles: every code has one, and words") {
  for (const FindingCode code : all_finding_codes()) {
    CAPTURE(name_of(code));
    CHECK_FALSE(title_of(code).empty());
    CHECK(words_of(code).find('_') == std::string::npos);
  }
  CHECK(all_finding_codes().size() == static_cast<std::size_t>(FindingCode::technical) + 1);
}

}  // namespace reshoot
