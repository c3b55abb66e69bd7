// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which track of a clip is which cast member. Pure; it looks at similarities, moments and places.

#include <cstdint>
#include <optional>
#include <vector>

#include "identity/face_tracks.h"

namespace reshoot {

/// A track whose median similarity to a cast member is below it is another person, as long as the
/// member is seen elsewhere in the clip. Wrong persons of the stage clip that the default face
/// model was measured with score at most .24; its right persons, where usable, .38 and more.
constexpr float other_person_below = 0.25F;

/// The people of a scene's cast, as casting sees them.
struct CastPerson {
  std::uint32_t character = 0;  ///< column of the scores
  bool compared = false;        ///< false: it has no reference to be known by
};

/// For each track the cast person (index into `people`) whom it shows; nullopt: nobody of them.
///
/// Tracks that meet compete, and those whose medians sum up highest win; a member has one track at
/// a moment. A member that is then seen nowhere is given what is left: somebody stands in its
/// place. Tracks without a comparable face are its whose place they continue, or who is not seen in
/// that shot.
std::vector<std::optional<std::uint32_t>> cast_tracks(const Measurement& clip,
                                                      const std::vector<FaceTrack>& tracks,
                                                      const FaceScores& scores,
                                                      const std::vector<CastPerson>& people);

}  // namespace reshoot
