// SPDX-License-Identifier: Apache-2.0
#pragma once
// A clip with what was measured of the take that it uses, as reports take it in.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/source.h"
#include "base/units.h"
#include "identity/comparison.h"
#include "identity/judge.h"

namespace reshoot {

/// What becomes of a clip.
enum class ClipFate : std::uint8_t {
  ships,            ///< by its verdict
  ships_by_policy,  ///< it falls short, and its policy allows that or only warns
  ships_by_person,  ///< it falls short, and a person chose it: `take use --reason`, the lock
  ships_unjudged,   ///< drafts and previews, scenes with `identity: off`, scenes without a cast
  will_retake,      ///< the next build shoots another take
  held,             ///< a person must decide
  not_measured,     ///< its take has not been measured and compared
  no_take,          ///< nothing was shot yet
};
std::string_view name_of(ClipFate fate);

struct CheckedClip {
  std::string clip;                 ///< the scene's name
  Span at;                          ///< the scene in the campaign's file
  std::vector<std::uint32_t> cast;  ///< indices into the campaign's characters
  std::string model;                ///< `gmi/wan2.7-r2v`
  bool judged = false;              ///< a verdict decides whether it ships
  ClipFate fate = ClipFate::no_take;
  std::string why;             ///< for people: why it is held, who overrode; may be empty
  std::string take;            ///< uuid; empty: no_take
  int number = 0;              ///< of the take, and of
  int takes = 0;               ///< takes of its key
  std::optional<Digest> blob;  ///< of its bytes
  std::optional<Comparison> comparison;
  std::optional<Judgement> judgement;  ///< as the policy is now
};

}  // namespace reshoot
