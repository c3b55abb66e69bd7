// SPDX-License-Identifier: Apache-2.0
#include "identity/scene_findings.h"

#include <fmt/core.h>

#include <algorithm>

#include "identity/finding_text.h"
#include "identity/prominence.h"
#include "identity/strangers.h"

namespace reshoot {

namespace {

/// Samples lie a quarter of a second apart; containers' lengths are not exact.
constexpr std::int64_t longest_unseen_ms = 1000;

/// Whom of the campaign a stranger resembles; empty: nobody.
std::string who_it_is(const Stranger& stranger, const JudgeQuestion& question, float match) {
  if (!stranger.nearest || stranger.similarity < match) {
    return {};
  }
  const std::string& name = question.names[*stranger.nearest];
  const bool is_of_cast =
      std::any_of(question.cast.begin(), question.cast.end(),
                  [&](const JudgedMember& member) { return member.name == name; });
  return fmt::format(": it is like {}{} (similarity {:.2f})", is_of_cast ? "a second " : "", name,
                     stranger.similarity);
}

/// Passers-by in the background only warn, unless the level is strict.
Verdict verdict_on(const Stranger& stranger, bool in_background, IdentityLevel level) {
  if (in_background) {
    return level == IdentityLevel::strict ? Verdict::unsure : Verdict::pass;
  }
  return stranger.usable > 1 ? Verdict::fail : Verdict::unsure;
}

IdentityFinding finding_of(const Stranger& stranger, const JudgeQuestion& question, float match) {
  const double from = static_cast<double>(stranger.from_ms) / 1000;
  const double to = static_cast<double>(stranger.to_ms) / 1000;
  const std::string who = who_it_is(stranger, question, match);
  const bool in_background = who.empty() && !is_prominent(stranger.width, stranger.focus);
  return {
      FindingCode::stranger,
      verdict_on(stranger, in_background, question.strangers.level),
      std::nullopt,
      static_cast<float>(to - from),
      static_cast<float>(stranger_ms) / 1000,
      fmt::format("somebody who is not of the cast is seen{} from {} to {}{}{}",
                  in_background ? " in the background" : "", seconds_text(from), seconds_text(to),
                  stranger.usable > 1 ? "" : ", not well enough to be compared", who)};
}

/// Whether no frame was looked at: who is not found in none of them may be in all.
bool nothing_seen(const Comparison& comparison) {
  return comparison.times_ms.empty() &&
         std::all_of(comparison.cast.begin(), comparison.cast.end(),
                     [](const Presence& presence) { return presence.sightings.empty(); });
}

}  // namespace

std::vector<IdentityFinding> judge_strangers(const Comparison& comparison,
                                             const JudgeQuestion& question) {
  const IdentityModel* model = question.models.face_embedding;
  const bool sought =
      comparison.people_sought ||
      std::any_of(comparison.cast.begin(), comparison.cast.end(), [](const Presence& presence) {
        return presence.kind == CastKind::person && presence.compared;
      });
  if (model == nullptr || question.models.face_detector == nullptr || !sought) {
    return {{FindingCode::not_measured, Verdict::na, std::nullopt, 0, 0,
             sought ? "strangers were not looked for: there is no model for faces"
                    : "strangers were not looked for: faces were not measured in this clip"}};
  }
  if (nothing_seen(comparison)) {
    return {{FindingCode::not_measured, Verdict::na, std::nullopt, 0, 0,
             "strangers were not looked for: no frame of the clip could be looked at"}};
  }
  std::vector<IdentityFinding> findings;
  const float match = model->at(question.strangers.level).look.match;
  for (const Stranger& stranger : comparison.strangers) {
    findings.push_back(finding_of(stranger, question, match));
  }
  return findings;
}

namespace {

/// What could not be decoded to its end was not seen to its end, whoever was seen before.
std::optional<IdentityFinding> unseen_end(const Comparison& comparison) {
  const std::int64_t length = comparison.technical.length.millis;
  const std::int64_t seen = comparison.times_ms.empty() ? 0 : comparison.times_ms.back();
  if (length - seen <= longest_unseen_ms) {
    return std::nullopt;
  }
  return IdentityFinding{
      FindingCode::not_measured,
      Verdict::na,
      std::nullopt,
      static_cast<float>(seen) / 1000,
      static_cast<float>(length) / 1000,
      fmt::format("only the first {:.1f} s of {:.1f} s could be looked at",
                  static_cast<double>(seen) / 1000, static_cast<double>(length) / 1000)};
}

}  // namespace

std::vector<IdentityFinding> judge_technical(const Comparison& comparison) {
  std::vector<IdentityFinding> findings;
  const TechnicalFacts& facts = comparison.technical;
  const auto warn = [&](float value, float most, const char* what) {
    if (value > most) {
      findings.push_back({FindingCode::technical, Verdict::pass, std::nullopt, value, most,
                          fmt::format("{} {}", percent(value), what)});
    }
  };
  if (std::optional<IdentityFinding> cut_off = unseen_end(comparison)) {
    findings.push_back(*std::move(cut_off));
  }
  warn(facts.black, most_black, "of the frames are black");
  warn(facts.frozen, most_frozen, "of the frames repeat the one before");
  warn(facts.clipped, most_clipped, "of the sound is clipped");
  if (!comparison.lines.empty() && facts.has_sound) {
    warn(facts.silent, most_silent, "of the sound is silent, and lines are to be spoken");
  } else if (!comparison.lines.empty()) {
    findings.push_back({FindingCode::technical, Verdict::pass, std::nullopt, 0, 0,
                        "the clip has no sound, and lines are to be spoken"});
  }
  return findings;
}

}  // namespace reshoot
