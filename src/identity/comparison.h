// SPDX-License-Identifier: Apache-2.0
#pragma once
// One clip held against the characters of its campaign: numbers, no verdict and no threshold.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/prompt_words.h"
#include "identity/measurement.h"

namespace reshoot {

/// A cast member in one sampled frame.
struct Sighting {
  enum class Kind : std::uint8_t {
    absent,    ///< it is not seen
    unusable,  ///< a face is there that may be its, and cannot be compared
    seen,      ///< compared: `similarity` holds
  };
  Kind kind = Kind::absent;
  FaceUse use = FaceUse::usable;  ///< why it is unusable
  float similarity = 0;           ///< to its best reference
  FaceBox box;                    ///< of the face or crop; empty where absent
  friend bool operator==(const Sighting&, const Sighting&) = default;
};

/// One cast member over the whole clip.
struct Presence {
  CastKind kind = CastKind::person;
  /// False: the clip was not measured for it, or it has no usable reference; `gap` says why.
  bool compared = false;
  std::string gap;  ///< also where there are no sightings: why no frame could be looked at
  std::vector<Sighting> sightings;  ///< one per sampled frame of the clip
  /// Over the sightings that are `seen`; 0 where there are none.
  float median = 0, p10 = 0, min = 0;
  float coverage = 0;  ///< share of sampled frames in which it is seen or unusable, 0 to 1
  int usable = 0;      ///< sampled frames in which it is `seen`
  /// Its median minus that of the most similar other character for the same faces; 2 where there is
  /// no other one.
  float margin = 2;
  std::optional<std::uint32_t> nearest;  ///< that other: index into the campaign's characters
  float drift = 0;               ///< median of the first fifth minus median of the last fifth
  float end = 0;                 ///< median of the last fifth
  float flicker = 1;             ///< smallest cosine of neighbouring samples of one track
  std::uint32_t flicker_at = 0;  ///< the sample after that change
  /// Mascots and products: how alike its own references are, the median of what each has in common
  /// with the most similar other one; 0 where there are not two.
  float own = 0;
  /// Direction of the mean of its seen vectors, the largest component being 127 or -127; empty
  /// where it is not seen. Clips are held against each other by it (across.h).
  std::vector<std::int8_t> mean;
  friend bool operator==(const Presence&, const Presence&) = default;
};

/// Somebody who is seen and is not of the cast.
struct Stranger {
  std::int64_t from_ms = 0, to_ms = 0;
  int usable = 0;                        ///< sampled frames with a usable face
  FaceBox box;                           ///< largest of its faces
  std::uint32_t sample = 0;              ///< where that is
  std::optional<std::uint32_t> nearest;  ///< index into the campaign's characters
  float similarity = 0;                  ///< to that one, the median
  /// Medians of its width and sharpness as shares of those of the cast's largest and sharpest face
  /// in the same frames (prominence.h); 1 where nobody of the cast is there.
  float width = 1, focus = 1;
  friend bool operator==(const Stranger&, const Stranger&) = default;
};

/// One spoken line of the scene, held against the speech that was found for it.
struct HeardLine {
  std::uint32_t cast = 0;  ///< index into the cast
  bool compared = false;   ///< false: `gap` says why
  std::string gap;
  std::int64_t from_ms = 0, to_ms = 0;   ///< of that speech
  float seconds = 0;                     ///< of speech that it rests on
  float similarity = 0;                  ///< to the voice of its speaker
  std::optional<std::uint32_t> nearest;  ///< most similar other character with a voice
  float nearest_similarity = 0;
  friend bool operator==(const HeardLine&, const HeardLine&) = default;
};

struct Comparison {
  std::vector<std::int64_t> times_ms;  ///< of the sampled frames
  std::vector<std::int64_t> cuts_ms;   ///< where shots begin, but for the first
  std::vector<Presence> cast;          ///< in the scene's order
  bool people_sought = false;          ///< faces were measured: whoever is a stranger was found
  std::vector<Stranger> strangers;
  std::vector<HeardLine> lines;
  TechnicalFacts technical;
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// As for measurements.
std::string to_bytes(const Comparison& comparison);
Result<Comparison> comparison_from(std::string_view bytes);

}  // namespace reshoot
