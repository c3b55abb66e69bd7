// SPDX-License-Identifier: Apache-2.0
#pragma once
// A comparison and a policy become a verdict with its reasons. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/identity_model.h"
#include "catalog/identity_policy.h"
#include "identity/comparison.h"

namespace reshoot {

/// What a reason is about; stable names for JSON, SARIF and filters.
enum class FindingCode : std::uint8_t {
  wrong_face,     ///< compared and too unlike
  doubtful_face,  ///< between
  look_alike,     ///< too little margin to another character
  missing,        ///< not seen for long enough
  stranger,       ///< somebody who is not of the cast
  unusable,       ///< seen, never well enough to be compared
  not_measured,   ///< no model, no reference, no picture
  drift,
  flicker,
  wrong_voice,
  doubtful_voice,
  voice_not_measured,
  technical,  ///< black, frozen, silent, clipped
};
std::string_view name_of(FindingCode code);

/// What of a policy lets a finding pass that makes its clip fall short.
enum class Tolerance : std::uint8_t {
  none,
  allow,  ///< `allow: [unsure, na]`: the campaign says that this verdict may ship
  warn,   ///< `on_fail: warn`: the campaign says that falling short only warns
};
/// `none`, `allow`, `warn`
std::string_view name_of(Tolerance tolerance);

/// One reason, in words with its numbers.
struct IdentityFinding {
  FindingCode code = FindingCode::wrong_face;
  Verdict verdict = Verdict::pass;        ///< what it makes of the clip; `pass`: it only warns
  std::optional<std::uint32_t> cast;      ///< whom it is about: index into the scene's cast
  float value = 0, threshold = 0;         ///< what was measured, what was wanted
  std::string text;                       ///< `median similarity 0.31, 0.55 is wanted`
  Tolerance tolerance = Tolerance::none;  ///< always `none` of what only warns
  friend bool operator==(const IdentityFinding&, const IdentityFinding&) = default;
};

/// What one cast member's part of the clip is worth.
struct CastJudgement {
  Verdict verdict = Verdict::na;
  IdentityPolicy policy;
  float share = 0;  ///< of usable samples that match
};

struct Judgement {
  Verdict verdict = Verdict::na;  ///< the worst of the cast; `pass` where nothing had to be judged
  bool ships = false;             ///< pass, or allowed, or `warn`
  /// What follows where it does not ship: the strictest of those that fall short. `na` holds.
  OnFail on_fail = OnFail::hold;
  std::vector<CastJudgement> cast;
  /// What keeps it from shipping first, then what is tolerated, then warnings; worst first.
  std::vector<IdentityFinding> findings;
};

/// One cast member as it is judged.
struct JudgedMember {
  std::string name;  ///< of the character, for texts
  IdentityPolicy policy;
};

/// `cast` in the scene's order. `names` are of all characters of the campaign, for texts.
struct JudgeQuestion {
  std::vector<JudgedMember> cast;
  const std::vector<std::string>& names;
  IdentityPolicy strangers;  ///< of the scene: what people who are not of the cast are held against
  const IdentityModels& models;  ///< for their thresholds
};

Judgement judge(const Comparison& comparison, const JudgeQuestion& question);

/// `pass` 0, `na` 1, `unsure` 2, `fail` 3: the larger is the worse.
int severity(Verdict verdict);

}  // namespace reshoot
