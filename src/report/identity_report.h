// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the identity gate found in a campaign: the values that every format of the report is made
// from. Whoever gathers them has read the ledger; here nothing is read and nothing is judged.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "catalog/identity_model.h"
#include "catalog/prompt_words.h"
#include "identity/across.h"
#include "report/checked_clip.h"
#include "report/contact_sheet.h"

namespace reshoot {

struct ReportedCharacter {
  std::string name;
  CastKind kind = CastKind::person;
  bool voice = false;  ///< it has a voice sample
};

/// Verdicts of an earlier build, in numbers of clips.
struct BuildVerdicts {
  Wall when;
  int passed = 0, unsure = 0, failed = 0, na = 0;
  [[nodiscard]] int all() const { return passed + unsure + failed + na; }
};

/// Something that was not looked at in the whole campaign, such as voices without a model for them.
struct NotMeasured {
  std::string what;
  std::string why;
};

struct IdentityReport {
  std::string campaign;
  Wall when;
  std::vector<ReportedCharacter> characters;  ///< in the campaign's order
  std::vector<CheckedClip> clips;             ///< likewise
  std::optional<Across> across;               ///< its clips are those of `clips`, in their order
  std::vector<IdentityModel> models;          ///< that were in use, with their thresholds
  std::vector<BuildVerdicts> trend;           ///< earlier builds, oldest first
  std::vector<NotMeasured> not_measured;      ///< beside what the clips say of themselves
  std::map<std::string, std::vector<FaceCrop>, std::less<>> crops;  ///< by clip; HTML only
  bool crops_left_out = false;                                      ///< a person asked for none
};

}  // namespace reshoot
