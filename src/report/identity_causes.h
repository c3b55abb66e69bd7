// SPDX-License-Identifier: Apache-2.0
#pragma once
// The findings of a report put together by their cause: forty clips with one wrong face are one
// thing to look into.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/identity_facts.h"

namespace reshoot {

/// Clips that fall short, or warn, for one and the same reason.
struct Cause {
  FindingCode code = FindingCode::wrong_face;
  FindingWeight weight = FindingWeight::blocks;
  std::string tolerated_by;                ///< `on_fail: warn`; only of what is tolerated
  std::optional<std::uint32_t> character;  ///< index into the campaign's; whom it is about
  struct Case {
    std::size_t clip = 0;  ///< index into the report's clips
    std::string text;      ///< of its finding
  };
  std::vector<Case> cases;  ///< each clip once, in the campaign's order
};
/// What blocks most clips first, then what is tolerated, what warns, what was accepted.
std::vector<Cause> causes_of(const IdentityReport& report);

/// `leo in pitch is unlike outro: similarity 0.16, 0.50 is wanted`
std::string outlier_line(const IdentityReport& report, const ClipOutlier& outlier);
/// `maya and leo look alike: similarity 0.31 between their references, a lead of 0.01 in pitch`
std::string look_alike_line(const IdentityReport& report, const LookAlikes& pair);

/// Something that was not measured, and where.
struct Gap {
  std::string what;  ///< `maya`, `the voice of maya`, or as the report says
  std::string why;
  std::vector<std::size_t> clips;  ///< indices into the report's clips; empty: the whole campaign
};
/// The report's own, then what clips say of their casts and lines, equal ones put together.
std::vector<Gap> gaps_of(const IdentityReport& report);

}  // namespace reshoot
