// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where faces are in a picture: YuNet at three sizes, since it misplaces landmarks of faces that
// are much larger or smaller than those that it was trained with.

#include <filesystem>
#include <memory>
#include <vector>

#include "base/result.h"
#include "catalog/identity_model.h"
#include "verify/face_shape.h"
#include "verify/picture.h"

namespace reshoot {

/// A face as it was found at one size of the picture.
struct FoundFace {
  FaceShape face;
  float quality = 0;
};

/// score - 0.08 |log2(width / 90)|, the width in pixels at the size where the face was found: there
/// the landmarks are best (the project's measurements: with it, and the rule below, the equal error
/// rate falls from 2.9 % to 0).
float face_quality(float score, float width_at_scale);

/// Where boxes share more than 0.4 of the smaller one they show one face: the one of the highest
/// quality stays. At most `most`, the largest first.
std::vector<FaceShape> best_faces(std::vector<FoundFace> found, std::size_t most);

/// Not safe from several threads.
class FaceFinder {
 public:
  /// Errors: `environment` (the file cannot be read, or is another file than the row
  /// says, or no detector that OpenCV can load).
  static Result<FaceFinder> load(const std::filesystem::path& file, const IdentityModel& model);
  FaceFinder(FaceFinder&&) noexcept;
  FaceFinder& operator=(FaceFinder&&) noexcept;
  ~FaceFinder();

  /// Faces with a score of at least 0.6, the largest first, at most 16. Any size of picture.
  Result<std::vector<FaceShape>> find(const PictureView& picture);

 private:
  struct Detectors;
  explicit FaceFinder(std::unique_ptr<Detectors> detectors);

  std::unique_ptr<Detectors> detectors_;
};

}  // namespace reshoot
