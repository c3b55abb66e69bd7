// SPDX-License-Identifier: Apache-2.0
#pragma once
// The faces of a measurement by track, and how alike each is to each character. Knows no cast.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "identity/likeness.h"
#include "identity/measurement.h"

namespace reshoot {

/// One person within one shot.
struct FaceTrack {
  std::uint32_t shot = 0;
  std::vector<std::uint32_t> faces;   ///< indices into Measurement::faces, by sample
  std::vector<std::uint32_t> usable;  ///< those of them that can be compared
};

/// In the order of their first faces. A track id that is used in several shots, or twice in a
/// frame, is several tracks.
std::vector<FaceTrack> tracks_of(const Measurement& clip);

bool is_comparable(const FaceSample& face);

/// Rows of a likeness that can be compared: of usable views.
using LookRows = std::vector<std::span<const float>>;
LookRows usable_looks(const Likeness& likeness);

/// To the best of `looks`, which are not empty. A face that was seen from the side resembles the
/// reference from the side; and the most similar pair of two persons stays below a match.
float best_cosine(std::span<const float> vector, const LookRows& looks);

/// Similarities of all comparable faces to all characters.
class FaceScores {
 public:
  /// A character without rows is compared with nothing.
  FaceScores(const Measurement& clip, const std::vector<LookRows>& characters);

  [[nodiscard]] bool knows(std::uint32_t character) const { return known_[character]; }
  [[nodiscard]] std::uint32_t characters() const {
    return static_cast<std::uint32_t>(known_.size());
  }
  /// Of a comparable face to a character that is known.
  [[nodiscard]] float at(std::uint32_t face, std::uint32_t character) const {
    return scores_[std::size_t{face} * known_.size() + character];
  }
  /// The median over `faces`, which are comparable and not none.
  [[nodiscard]] float median_of(std::span<const std::uint32_t> faces,
                                std::uint32_t character) const;
  struct Nearest {
    std::optional<std::uint32_t> character;  ///< nullopt: there is no other one
    float similarity = 0;                    ///< its median
  };
  /// The character that `faces` resemble most, `except` left out.
  [[nodiscard]] Nearest nearest(std::span<const std::uint32_t> faces,
                                std::optional<std::uint32_t> except) const;

 private:
  std::vector<bool> known_;
  std::vector<float> scores_;
};

}  // namespace reshoot
