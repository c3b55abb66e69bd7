// SPDX-License-Identifier: Apache-2.0
#include "report/identity_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "base/check.h"

namespace reshoot {
namespace {

constexpr std::array finding_codes{
    FindingCode::wrong_face,   FindingCode::doubtful_face,  FindingCode::look_alike,
    FindingCode::missing,      FindingCode::stranger,       FindingCode::unusable,
    FindingCode::not_measured, FindingCode::drift,          FindingCode::flicker,
    FindingCode::wrong_voice,  FindingCode::doubtful_voice, FindingCode::voice_not_measured,
    FindingCode::technical,
};

/// Places in a list, worst first.
int rank_of(ClipFate fate) {
  switch (fate) {
    case ClipFate::held:
    case ClipFate::will_retake:
      return 0;
    case ClipFate::not_measured:
      return 1;
    case ClipFate::no_take:
      return 2;
    case ClipFate::ships_by_policy:
      return 3;
    case ClipFate::ships_by_person:
      return 4;
    case ClipFate::ships:
      return 5;
    case ClipFate::ships_unjudged:
      return 6;
  }
  return 6;
}

/// The least similar of its cast; 2 where nobody was compared.
float lowest_median(const CheckedClip& clip) {
  float lowest = 2;
  if (clip.comparison) {
    for (const Presence& presence : clip.comparison->cast) {
      if (presence.compared && presence.usable > 0) {
        lowest = std::min(lowest, presence.median);
      }
    }
  }
  return lowest;
}

std::size_t warnings_of(const CheckedClip& clip) {
  return clip.judgement ? clip.judgement->findings.size() : 0;
}

const IdentityThresholds* thresholds_of(const IdentityReport& report, IdentityRole role,
                                        IdentityLevel level) {
  const auto found = std::find_if(report.models.begin(), report.models.end(),
                                  [&](const IdentityModel& model) { return model.role == role; });
  const bool none = found == report.models.end() || level == IdentityLevel::off;
  return none ? nullptr : &found->at(level);
}

}  // namespace

IdentityCounts counts_of(const IdentityReport& report) {
  IdentityCounts counts;
  const std::array by_verdict{&counts.pass, &counts.unsure, &counts.fail, &counts.na};
  const std::array by_fate{&counts.ships,        &counts.by_policy, &counts.by_person,
                           &counts.unjudged,     &counts.retake,    &counts.held,
                           &counts.not_measured, &counts.no_take};
  for (const CheckedClip& clip : report.clips) {
    if (clip.judgement) {
      ++*by_verdict.at(static_cast<std::size_t>(clip.judgement->verdict));
    }
    ++*by_fate.at(static_cast<std::size_t>(clip.fate));
  }
  return counts;
}

bool may_ship(const CheckedClip& clip) {
  return clip.fate == ClipFate::ships || clip.fate == ClipFate::ships_by_policy ||
         clip.fate == ClipFate::ships_by_person || clip.fate == ClipFate::ships_unjudged;
}

bool falls_short(const CheckedClip& clip) {
  return !may_ship(clip) && clip.fate != ClipFate::no_take;
}

std::optional<Verdict> verdict_of(const CheckedClip& clip) {
  return clip.judgement ? std::optional(clip.judgement->verdict) : std::nullopt;
}

std::optional<Verdict> member_verdict(const CheckedClip& clip, std::size_t cast) {
  const bool judged = clip.judgement && cast < clip.judgement->cast.size();
  return judged ? std::optional(clip.judgement->cast[cast].verdict) : std::nullopt;
}

std::string_view verdict_word(const std::optional<Verdict>& verdict) {
  return verdict ? name_of(*verdict) : "not judged";
}

Paint paint_of(const std::optional<Verdict>& verdict) {
  if (!verdict) {
    return Paint::dim;
  }
  switch (*verdict) {
    case Verdict::pass:
      return Paint::green;
    case Verdict::unsure:
      return Paint::yellow;
    case Verdict::fail:
      return Paint::red;
    case Verdict::na:
      return Paint::cyan;
  }
  return Paint::plain;
}

std::string_view words_of(ClipFate fate) {
  switch (fate) {
    case ClipFate::ships:
      return "ships";
    case ClipFate::ships_by_policy:
      return "ships by its policy";
    case ClipFate::ships_by_person:
      return "ships by a person's choice";
    case ClipFate::ships_unjudged:
      return "ships unjudged";
    case ClipFate::will_retake:
      return "to be shot again";
    case ClipFate::held:
      return "held";
    case ClipFate::not_measured:
      return "not measured";
    case ClipFate::no_take:
      return "no take yet";
  }
  return "";
}

std::string words_of(FindingCode code) {
  std::string words(name_of(code));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::optional<VoiceFigure> voice_of(const CheckedClip& clip) {
  if (!clip.comparison || clip.comparison->lines.empty()) {
    return std::nullopt;
  }
  VoiceFigure voice;
  for (const HeardLine& line : clip.comparison->lines) {
    if (line.compared && (voice.verdict == Verdict::na || line.similarity < voice.similarity)) {
      voice = {line.similarity, Verdict::pass};
    }
  }
  if (voice.verdict == Verdict::pass && clip.judgement) {
    for (const IdentityFinding& finding : clip.judgement->findings) {
      const bool wrong = finding.code == FindingCode::wrong_voice;
      const bool doubtful = finding.code == FindingCode::doubtful_voice;
      const Verdict verdict = wrong ? Verdict::fail : (doubtful ? Verdict::unsure : Verdict::pass);
      voice.verdict = severity(verdict) > severity(voice.verdict) ? verdict : voice.verdict;
    }
  }
  return voice;
}

FindingWeight weight_of(const CheckedClip& clip, const IdentityFinding& finding) {
  if (finding.verdict == Verdict::pass) {
    return FindingWeight::warns;
  }
  if (clip.fate == ClipFate::ships_by_person) {
    return FindingWeight::accepted;
  }
  return finding.tolerance == Tolerance::none ? FindingWeight::blocks : FindingWeight::tolerated;
}

bool only_warns(const IdentityFinding& finding) {
  return finding.verdict == Verdict::pass || finding.tolerance != Tolerance::none;
}

std::string tolerance_words(const IdentityFinding& finding) {
  switch (finding.tolerance) {
    case Tolerance::none:
      break;
    case Tolerance::allow:
      return fmt::format("allow: [{}]", name_of(finding.verdict));
    case Tolerance::warn:
      return "on_fail: warn";
  }
  return "";
}

std::string tolerance_words(const Judgement& judgement) {
  std::vector<std::string> all;
  for (const IdentityFinding& finding : judgement.findings) {
    std::string words = tolerance_words(finding);
    if (!words.empty() && std::find(all.begin(), all.end(), words) == all.end()) {
      all.push_back(std::move(words));
    }
  }
  return fmt::format("{}", fmt::join(all, " and "));
}

std::span<const FindingCode> all_finding_codes() {
  return finding_codes;
}

std::string_view title_of(FindingCode code) {
  switch (code) {
    case FindingCode::wrong_face:
      return "Does not look like the character";
    case FindingCode::doubtful_face:
      return "May not look like the character";
    case FindingCode::look_alike:
      return "Looks too much like another character";
    case FindingCode::missing:
      return "Is not seen for long enough";
    case FindingCode::stranger:
      return "Somebody is seen who is not of the cast";
    case FindingCode::unusable:
      return "Is never seen well enough to be compared";
    case FindingCode::not_measured:
      return "Was not measured";
    case FindingCode::drift:
      return "Looks change from the beginning to the end";
    case FindingCode::flicker:
      return "Looks change from one moment to the next";
    case FindingCode::wrong_voice:
      return "Does not sound like the character";
    case FindingCode::doubtful_voice:
      return "May not sound like the character";
    case FindingCode::voice_not_measured:
      return "The voice was not measured";
    case FindingCode::technical:
      return "The clip is black, frozen, silent or clipped";
  }
  return "";
}

const std::string& cast_name(const IdentityReport& report, const CheckedClip& clip,
                             std::uint32_t cast) {
  CHECK(cast < clip.cast.size() && clip.cast[cast] < report.characters.size());
  return report.characters[clip.cast[cast]].name;
}

std::string finding_line(const IdentityFinding& finding) {
  const std::string policy = tolerance_words(finding);
  return fmt::format("{}: {}{}", words_of(finding.code), finding.text,
                     policy.empty() ? "" : fmt::format("; let pass by '{}'", policy));
}

std::vector<std::size_t> worst_first(const IdentityReport& report) {
  std::vector<std::size_t> order(report.clips.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  const auto key = [&](std::size_t index) {
    const CheckedClip& clip = report.clips[index];
    const int verdict = clip.judgement ? -severity(clip.judgement->verdict) : 0;
    const auto warnings = -static_cast<std::ptrdiff_t>(warnings_of(clip));
    return std::tuple(rank_of(clip.fate), verdict, warnings == 0 ? 1 : 0, lowest_median(clip));
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

std::string take_use_line(const CheckedClip& clip) {
  return fmt::format("reshoot take use {} {} --reason '...'", clip.clip, clip.number);
}

std::vector<std::string> next_steps(const CheckedClip& clip) {
  switch (clip.fate) {
    case ClipFate::held:
      return {fmt::format("reshoot retake {}", clip.clip), take_use_line(clip)};
    case ClipFate::will_retake:
      return {fmt::format("reshoot build {}", clip.clip), take_use_line(clip)};
    case ClipFate::not_measured:
      return {fmt::format("reshoot verify {}", clip.clip)};
    case ClipFate::no_take:
      return {fmt::format("reshoot build {}", clip.clip)};
    case ClipFate::ships:
    case ClipFate::ships_by_policy:
    case ClipFate::ships_by_person:
    case ClipFate::ships_unjudged:
      break;
  }
  return {};
}

const IdentityThresholds* thresholds_for(const IdentityReport& report, CastKind kind,
                                         IdentityLevel level) {
  return thresholds_of(
      report,
      kind == CastKind::person ? IdentityRole::face_embedding : IdentityRole::image_embedding,
      level);
}

const IdentityThresholds* voice_thresholds_for(const IdentityReport& report, IdentityLevel level) {
  return thresholds_of(report, IdentityRole::speaker_embedding, level);
}

std::vector<IdentityLevel> levels_in_force(const IdentityReport& report) {
  std::array<bool, 4> used{};
  for (const CheckedClip& clip : report.clips) {
    if (clip.judgement) {
      for (const CastJudgement& cast : clip.judgement->cast) {
        used.at(static_cast<std::size_t>(cast.policy.level)) = true;
      }
    }
  }
  std::vector<IdentityLevel> levels;
  for (const IdentityLevel level :
       {IdentityLevel::strict, IdentityLevel::normal, IdentityLevel::loose}) {
    if (used.at(static_cast<std::size_t>(level))) {
      levels.push_back(level);
    }
  }
  return levels;
}

std::string similarity_text(float value) {
  return std::isfinite(value) ? fmt::format("{:.2f}", value) : "-";
}

std::string share_text(float share) {
  return std::isfinite(share) ? fmt::format("{:.0f} %", share * 100) : "-";
}

}  // namespace reshoot
