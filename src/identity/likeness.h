// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a character looks and sounds like, as its references show it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/prompt_words.h"
#include "identity/measurement.h"
#include "identity/vectors.h"

namespace reshoot {

/// What was found in one reference (a picture, or a sampled frame of a reference clip).
struct ReferenceView {
  std::uint32_t reference = 0;               ///< index into the character's references
  int faces = 0;                             ///< people: how many faces are in it
  FaceBox box;                               ///< people: the largest face
  float score = 0, turn = 0, sharpness = 0;  ///< likewise
  FaceUse use = FaceUse::usable;
  std::optional<std::uint32_t> vector;  ///< row of `looks`; nullopt: nothing usable
  int rivals = 0;  ///< people: faces that are prominent beside the largest one (prominence.h)
  friend bool operator==(const ReferenceView&, const ReferenceView&) = default;
};

/// The voice sample.
struct VoiceView {
  float speech_seconds = 0;
  float noise_db = 0;   ///< speech above background, in dB; larger is cleaner
  float agreement = 1;  ///< smallest cosine of two of its windows: low where several people speak
  friend bool operator==(const VoiceView&, const VoiceView&) = default;
};

/// References of one character, embedded. For people `looks` are faces, else whole pictures.
struct Likeness {
  CastKind kind = CastKind::person;
  std::vector<ReferenceView> views;
  Vectors looks;
  std::optional<VoiceView> voice;
  Vectors voices;                 ///< one row: the mean of the sample; none where there is no voice
  std::vector<std::string> gaps;  ///< as in Measurement
  friend bool operator==(const Likeness&, const Likeness&) = default;
};

/// As for measurements.
std::string to_bytes(const Likeness& likeness);
Result<Likeness> likeness_from(std::string_view bytes);

}  // namespace reshoot
