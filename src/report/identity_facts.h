// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every format of the identity report says in the same words: what a finding weighs, what is
// worst, what to do next.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/identity_report.h"
#include "report/styled_text.h"

namespace reshoot {

/// Clips by verdict and by what becomes of them.
struct IdentityCounts {
  int pass = 0, unsure = 0, fail = 0, na = 0;  ///< by verdict; clips that were judged only
  int ships = 0;                               ///< by their verdict
  int by_policy = 0, by_person = 0, unjudged = 0;
  int retake = 0, held = 0, not_measured = 0, no_take = 0;
  [[nodiscard]] int may_ship() const { return ships + by_policy + by_person + unjudged; }
};
IdentityCounts counts_of(const IdentityReport& report);

/// Whether its take goes into videos as things are.
bool may_ship(const CheckedClip& clip);
/// It has a take that may not ship.
bool falls_short(const CheckedClip& clip);
/// nullopt: it was not judged.
std::optional<Verdict> verdict_of(const CheckedClip& clip);
/// Of one cast member, by its index into the clip's cast; nullopt: it was not judged.
std::optional<Verdict> member_verdict(const CheckedClip& clip, std::size_t cast);
/// `pass`, `fail`, ..., or `not judged`.
std::string_view verdict_word(const std::optional<Verdict>& verdict);
/// Its colour on a terminal.
Paint paint_of(const std::optional<Verdict>& verdict);
/// What becomes of it, in words.
std::string_view words_of(ClipFate fate);
/// `wrong face`
std::string words_of(FindingCode code);

/// The spoken lines of a clip in one figure.
struct VoiceFigure {
  float similarity = 0;           ///< lowest of the lines that were compared
  Verdict verdict = Verdict::na;  ///< `na`: none was compared
};
/// nullopt: nobody speaks, or nothing was compared at all.
std::optional<VoiceFigure> voice_of(const CheckedClip& clip);

/// What a finding means for its clip.
enum class FindingWeight : std::uint8_t {
  blocks,     ///< the clip may not ship because of it
  tolerated,  ///< the clip falls short by it, and the policy lets that pass
  warns,      ///< the clip does not fall short by it
  accepted,   ///< a person took it as it is
};
FindingWeight weight_of(const CheckedClip& clip, const IdentityFinding& finding);
/// It keeps no clip from shipping, whoever decides.
bool only_warns(const IdentityFinding& finding);
/// `allow: [unsure]` or `on_fail: warn`: what of the policy lets it pass; empty: nothing does.
std::string tolerance_words(const IdentityFinding& finding);
/// The same of all findings, each once: `on_fail: warn and allow: [na]`.
std::string tolerance_words(const Judgement& judgement);

/// All codes in the order of the enum.
std::span<const FindingCode> all_finding_codes();
/// A sentence without a full stop, for lists of rules.
std::string_view title_of(FindingCode code);

/// Of a cast member; `cast` is an index into the clip's cast.
const std::string& cast_name(const IdentityReport& report, const CheckedClip& clip,
                             std::uint32_t cast);
/// `wrong face: this is not maya: median similarity 0.31, 0.55 is wanted`; findings name whom they
/// are about. What is tolerated ends in `; let pass by 'on_fail: warn'`.
std::string finding_line(const IdentityFinding& finding);
/// Indices of the clips: those that may not ship first, the worse and less similar before others.
std::vector<std::size_t> worst_first(const IdentityReport& report);
/// The command lines that a person may choose from; none where nothing needs a person.
std::vector<std::string> next_steps(const CheckedClip& clip);
/// Likewise for `take use`: the name of its clip, its number and a reason to fill in.
std::string take_use_line(const CheckedClip& clip);

/// The thresholds that a kind of character is held against; nullptr: no model for it is in use, or
/// the level is off.
const IdentityThresholds* thresholds_for(const IdentityReport& report, CastKind kind,
                                         IdentityLevel level);
const IdentityThresholds* voice_thresholds_for(const IdentityReport& report, IdentityLevel level);
/// Levels that the clips are judged by, in the order of the enum, without off.
std::vector<IdentityLevel> levels_in_force(const IdentityReport& report);

/// `0.31`; `-` for what is no number
std::string similarity_text(float value);
/// `92 %`
std::string share_text(float share);

}  // namespace reshoot
