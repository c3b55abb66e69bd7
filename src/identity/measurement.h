// SPDX-License-Identifier: Apache-2.0
#pragma once
// What was measured in one clip: who is seen where, what is heard when, what is wrong technically.
// It has seen no reference and knows no character.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "identity/vectors.h"

namespace reshoot {

/// Why a face is or is not good enough to be compared. Only `usable` ones are; the others are never
/// a mismatch.
enum class FaceUse : std::uint8_t { usable, small, blurred, turned, cut_off, doubtful };
std::string_view name_of(FaceUse use);

/// In pixels of the shown frame; may reach beyond its edges.
struct FaceBox {
  float x = 0, y = 0, width = 0, height = 0;
  friend bool operator==(const FaceBox&, const FaceBox&) = default;
};

/// One face in one sampled frame.
struct FaceSample {
  std::uint32_t sample = 0;  ///< index into Measurement::samples
  std::uint32_t track = 0;   ///< faces of one track are one person within one shot
  FaceBox box;
  float score = 0;      ///< of the detector, 0 to 1
  float turn = 0;       ///< nose offset from between the eyes / distance of the eyes
  float sharpness = 0;  ///< variance of the Laplacian of the aligned crop
  FaceUse use = FaceUse::usable;
  std::optional<std::uint32_t> vector;  ///< row of face_vectors; nullopt: was not embedded
  friend bool operator==(const FaceSample&, const FaceSample&) = default;
};

/// One sampled frame.
struct FrameSample {
  std::int64_t time_ms = 0;
  std::uint32_t shot = 0;  ///< index into Measurement::shots
  friend bool operator==(const FrameSample&, const FrameSample&) = default;
};

/// Frames between two cuts.
struct ShotSpan {
  std::int64_t from_ms = 0, to_ms = 0;
  friend bool operator==(const ShotSpan&, const ShotSpan&) = default;
};

/// One part of a sampled frame as the image embedding sees it: the whole frame, or a crop.
struct PictureSample {
  std::uint32_t sample = 0;
  FaceBox crop;
  std::uint32_t vector = 0;  ///< row of picture_vectors
  friend bool operator==(const PictureSample&, const PictureSample&) = default;
};

/// Where somebody speaks.
struct SpeechSpan {
  std::int64_t from_ms = 0, to_ms = 0;
  std::optional<std::uint32_t> vector;  ///< row of voice_vectors; nullopt: too short
  friend bool operator==(const SpeechSpan&, const SpeechSpan&) = default;
};

/// Facts that need no model. Shares are of the length, 0 to 1.
struct TechnicalFacts {
  Length length{};
  Size size{};
  Rate fps{0, 1};
  std::int64_t frames = 0;
  bool has_sound = false;
  float black = 0;    ///< share of sampled frames that are (nearly) black
  float frozen = 0;   ///< share of sampled frames that repeat the one before
  float silent = 0;   ///< share of the sound below -60 dB; 0 without sound
  float clipped = 0;  ///< share of sound samples at full scale
  friend bool operator==(const TechnicalFacts&, const TechnicalFacts&) = default;
};

/// What was looked for. A part of the key of a measurement.
struct MeasureNeeds {
  bool faces = false;
  bool pictures = false;  ///< mascots and products
  bool voices = false;
  [[nodiscard]] bool any() const { return faces || pictures || voices; }
  friend bool operator==(const MeasureNeeds&, const MeasureNeeds&) = default;
};

struct Measurement {
  MeasureNeeds needs;
  TechnicalFacts technical;
  std::vector<ShotSpan> shots;       ///< in order, without gaps
  std::vector<FrameSample> samples;  ///< in order
  std::vector<FaceSample> faces;     ///< by sample
  Vectors face_vectors;
  std::vector<PictureSample> pictures;  ///< by sample
  Vectors picture_vectors;
  std::vector<SpeechSpan> speech;  ///< in order
  Vectors voice_vectors;
  /// For people: what could not be measured, and why.
  std::vector<std::string> gaps;
  friend bool operator==(const Measurement&, const Measurement&) = default;
};

/// Part of the keys of measurements and likenesses: another number, everything is measured anew.
constexpr int measure_revision = 2;

/// A compact binary form with a version in front; equal measurements have equal bytes.
std::string to_bytes(const Measurement& measurement);
/// `corrupt` where the bytes are not a measurement of this version; any bytes are answered.
Result<Measurement> measurement_from(std::string_view bytes);

}  // namespace reshoot
