// SPDX-License-Identifier: Apache-2.0
#pragma once
// The characters of a campaign over all its clips: who is best where, which clip does not go with
// the others, and which characters are easily taken for each other. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "catalog/identity_model.h"
#include "identity/comparison.h"
#include "identity/likeness.h"

namespace reshoot {

/// A clip of the campaign.
struct AcrossClip {
  std::vector<std::uint32_t> cast;         ///< characters, as compared
  const Comparison* comparison = nullptr;  ///< nullptr: it was not compared
};

struct AcrossQuestion {
  std::vector<AcrossClip> clips;
  std::vector<const Likeness*> characters;  ///< of the campaign; nullptr: could not be learnt
  std::vector<IdentityLevel> levels;        ///< of the characters
  const IdentityModels& models;
};

/// A clip in which a character is unlike itself in the others.
struct ClipOutlier {
  std::uint32_t character = 0;
  std::uint32_t clip = 0, other = 0;  ///< and the clip that it is least like
  float similarity = 0;               ///< of the character in those two
  float agreement = 0;     ///< median of its similarities to all other clips of the character
  float threshold = 0;     ///< what `similarity` or, by `spread`, `agreement` is below
  bool by_spread = false;  ///< it is alike enough, but the others are much more so
};

/// One character over the clips in which it was compared and seen.
struct AcrossCharacter {
  std::uint32_t character = 0;
  std::uint32_t clips = 0;
  float median = 0;     ///< of the clips' medians
  float agreement = 1;  ///< median over the clips of how alike it is in the other ones
};

/// Two characters of a kind that are easily taken for each other.
struct LookAlikes {
  std::uint32_t one = 0, other = 0;   ///< characters
  float similarity = 0;               ///< of their most similar references
  std::optional<float> margin;        ///< the smallest one between them in any clip,
  std::optional<std::uint32_t> clip;  ///< and that clip
};

struct Across {
  std::uint32_t clips = 0;
  /// Characters by clips, row after row: the median similarity; nullopt where it is not of the cast
  /// or was not compared and seen.
  std::vector<std::optional<float>> medians;
  std::vector<AcrossCharacter> characters;  ///< those that were seen, in order
  std::vector<ClipOutlier> outliers;        ///< worst first
  std::vector<LookAlikes> look_alikes;      ///< the most alike first

  [[nodiscard]] std::optional<float> median(std::uint32_t character, std::uint32_t clip) const {
    return medians[std::size_t{character} * clips + clip];
  }
};

Across across(const AcrossQuestion& question);

/// Cosine of two directions as Presence::mean holds them; 0 where one is empty or of another model.
float cosine_of(std::span<const std::int8_t> a, std::span<const std::int8_t> b);

}  // namespace reshoot
