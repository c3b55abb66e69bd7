// SPDX-License-Identifier: Apache-2.0
#include "identity/judge.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "identity/look_findings.h"
#include "identity/scene_findings.h"
#include "identity/voice_findings.h"

namespace reshoot {

namespace {

Verdict worse(Verdict a, Verdict b) {
  return severity(a) < severity(b) ? b : a;
}

/// What lets a clip with this verdict, which is no pass, ship all the same.
Tolerance tolerance_for(Verdict verdict, const IdentityPolicy& policy) {
  const bool is_allowed = (verdict == Verdict::na && policy.allow_na) ||
                          (verdict == Verdict::unsure && policy.allow_unsure);
  if (is_allowed) {
    return Tolerance::allow;
  }
  const bool only_warns = verdict != Verdict::na && policy.on_fail == OnFail::warn;
  return only_warns ? Tolerance::warn : Tolerance::none;
}

bool blocks(const IdentityFinding& finding) {
  return finding.verdict != Verdict::pass && finding.tolerance == Tolerance::none;
}

/// What is asked for by a verdict that is not tolerated.
OnFail asked_for(Verdict verdict, const IdentityPolicy& policy) {
  return verdict == Verdict::na ? OnFail::hold : policy.on_fail;
}

/// Gathers findings and what follows from them.
class Bench {
 public:
  explicit Bench(const JudgeQuestion& question) : question_(question) {
    judgement_.verdict = Verdict::pass;
    judgement_.ships = true;
    for (const JudgedMember& member : question.cast) {
      judgement_.cast.push_back({Verdict::pass, member.policy, 0});
    }
  }

  void add(std::vector<IdentityFinding> findings) {
    for (IdentityFinding& finding : findings) {
      if (finding.cast) {
        Verdict& own = judgement_.cast[*finding.cast].verdict;
        own = worse(own, finding.verdict);
      }
      weigh(finding, finding.cast ? question_.cast[*finding.cast].policy : question_.strangers);
      judgement_.findings.push_back(std::move(finding));
    }
  }

  void set_share(std::size_t member, float share) { judgement_.cast[member].share = share; }

  Judgement finish() {
    std::stable_sort(judgement_.findings.begin(), judgement_.findings.end(),
                     [](const IdentityFinding& a, const IdentityFinding& b) {
                       return std::pair(blocks(a), severity(a.verdict)) >
                              std::pair(blocks(b), severity(b.verdict));
                     });
    if (!judgement_.ships && may_retake_) {
      judgement_.on_fail = OnFail::retake;
    }
    return std::move(judgement_);
  }

 private:
  void weigh(IdentityFinding& finding, const IdentityPolicy& policy) {
    judgement_.verdict = worse(judgement_.verdict, finding.verdict);
    if (finding.verdict == Verdict::pass) {
      return;
    }
    finding.tolerance = tolerance_for(finding.verdict, policy);
    if (finding.tolerance == Tolerance::none) {
      judgement_.ships = false;
      may_retake_ = may_retake_ && asked_for(finding.verdict, policy) == OnFail::retake;
    }
  }

  const JudgeQuestion& question_;
  Judgement judgement_;
  bool may_retake_ = true;  ///< nothing so far asks for a person
};

}  // namespace

std::string_view name_of(FindingCode code) {
  switch (code) {
    case FindingCode::wrong_face:
      return "wrong_face";
    case FindingCode::doubtful_face:
      return "doubtful_face";
    case FindingCode::look_alike:
      return "look_alike";
    case FindingCode::missing:
      return "missing";
    case FindingCode::stranger:
      return "stranger";
    case FindingCode::unusable:
      return "unusable";
    case FindingCode::not_measured:
      return "not_measured";
    case FindingCode::drift:
      return "drift";
    case FindingCode::flicker:
      return "flicker";
    case FindingCode::wrong_voice:
      return "wrong_voice";
    case FindingCode::doubtful_voice:
      return "doubtful_voice";
    case FindingCode::voice_not_measured:
      return "voice_not_measured";
    case FindingCode::technical:
      return "technical";
  }
  return "";
}

std::string_view name_of(Tolerance tolerance) {
  switch (tolerance) {
    case Tolerance::none:
      return "none";
    case Tolerance::allow:
      return "allow";
    case Tolerance::warn:
      return "warn";
  }
  return "";
}

int severity(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return 0;
    case Verdict::na:
      return 1;
    case Verdict::unsure:
      return 2;
    case Verdict::fail:
      return 3;
  }
  return 3;
}

Judgement judge(const Comparison& comparison, const JudgeQuestion& question) {
  CHECK(comparison.cast.size() == question.cast.size());
  Bench bench(question);
  for (std::uint32_t m = 0; m < question.cast.size(); ++m) {
    const JudgedMember& member = question.cast[m];
    if (member.policy.level == IdentityLevel::off) {
      continue;
    }
    LookJudgement looks = judge_looks(
        comparison.cast[m], {m, member.name, member.policy.level, question.names, question.models});
    bench.set_share(m, looks.share);
    bench.add(std::move(looks.findings));
  }
  if (question.strangers.level != IdentityLevel::off) {
    bench.add(judge_strangers(comparison, question));
  }
  bench.add(judge_voices(comparison, question));
  bench.add(judge_technical(comparison));
  return bench.finish();
}

}  // namespace reshoot
