// SPDX-License-Identifier: Apache-2.0
#pragma once
// A face by its box and five landmarks: how far it is turned, where it lies in an aligned crop, and
// whether it is good enough to be compared. Pure geometry; knows no pixel and no network.

#include <array>

#include "base/units.h"
#include "identity/measurement.h"

namespace reshoot {

struct PicturePoint {
  float x = 0, y = 0;
};

/// In pixels of one picture.
struct FaceShape {
  FaceBox box;
  /// Eye, eye, nose, corner and corner of the mouth; of each pair first what is left in the picture
  /// of an upright face.
  std::array<PicturePoint, 5> marks{};
  float score = 0;  ///< of the detector, 0 to 1
};

/// Below these, and above max_turn, the models mistake people (the project's measurements: 48 px
/// wide still no error, 32 px 2 %; profiles of the right person .19 to .33).
constexpr float min_face_score = 0.8F;
constexpr float min_face_width = 48;
constexpr float max_turn = 0.35F;
/// Variance of the Laplacian of an aligned crop of 112x112 (measured on the project's 18 photos: a
/// Gaussian of 1 px on the crop leaves 44 and more, and all pairs but 5 % match; one of 2 px at
/// most 23, and 13 % do not; made large from 24 px wide, about 30).
constexpr float min_sharpness = 30;
/// Share of the box that may lie outside of the picture; landmarks may not.
constexpr float max_outside = 0.15F;

/// How far the nose is off the middle of the eyes, along their line, in distances of the eyes: 0 is
/// frontal. 2 where the eyes coincide.
float turn_of(const FaceShape& face);

/// Share of the box that lies outside of a picture of this size, 0 to 1.
float outside_share(const FaceBox& box, Size picture);

/// The first reason not to compare the face, or `usable`. `sharpness` as in FaceSample.
FaceUse use_of(const FaceShape& face, float sharpness, Size picture);

/// Turns, scales and shifts: x' = a x - b y + dx, y' = b x + a y + dy.
struct Similarity {
  float a = 1, b = 0, dx = 0, dy = 0;
  [[nodiscard]] PicturePoint of(PicturePoint p) const {
    return {a * p.x - b * p.y + dx, b * p.x + a * p.y + dy};
  }
};

/// Brings the landmarks as near (least squares) as can be to where face networks expect them in a
/// square crop of `side` pixels.
Similarity crop_alignment(const FaceShape& face, float side);

}  // namespace reshoot
