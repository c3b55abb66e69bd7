// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is seen in one picture: faces, each with a vector where it can be compared, and the picture
// itself as vectors. Knows no clip and no character.

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/sync.h"
#include "catalog/identity_model.h"
#include "verify/embedder.h"
#include "verify/face_finder.h"
#include "verify/face_shape.h"
#include "verify/picture.h"

namespace reshoot {

/// A model that is installed. The row belongs to the IdentityCatalog, which lives longer.
struct InstalledModel {
  const IdentityModel* model = nullptr;
  std::filesystem::path file;
};

/// What there is to see with; nullopt: not installed.
struct EyeModels {
  std::optional<InstalledModel> face_detector;
  std::optional<InstalledModel> face_embedding;
  std::optional<InstalledModel> image_embedding;

  [[nodiscard]] bool see_faces() const { return face_detector && face_embedding; }
  [[nodiscard]] bool see_pictures() const { return image_embedding.has_value(); }
};

struct SeenFace {
  FaceShape shape;
  float turn = 0;       ///< as in FaceSample
  float sharpness = 0;  ///< likewise
  FaceUse use = FaceUse::usable;
  std::vector<float> vector;  ///< empty: it is not usable
};

struct SeenPart {
  FaceBox box;
  std::vector<float> vector;
};

/// The parts of a picture that are looked at for mascots and products: the whole, then three
/// squares of three quarters of the shorter side, spread along the longer one.
std::vector<FaceBox> parts_of(Size picture);

/// Loads each network when it is first needed, and again only in another Eyes. Not safe from
/// several threads; see EyesPool. Errors as Embedder's and FaceFinder's.
class Eyes {
 public:
  explicit Eyes(const EyeModels& models) : models_(models) {}

  /// The largest first. CHECKs models.see_faces().
  Result<std::vector<SeenFace>> faces_in(const PictureView& picture);
  /// The vector of one part of a picture. CHECKs models.see_pictures().
  Result<std::vector<float>> look_at(const PictureView& picture, const FaceBox& part);

 private:
  Result<SeenFace> look_closer(const PictureView& picture, const FaceShape& face);

  const EyeModels& models_;
  std::optional<FaceFinder> finder_;
  std::optional<Embedder> faces_;
  std::optional<Embedder> pictures_;
};

/// Eyes for as many threads as ask: networks are reused, not shared. Safe from several threads.
class EyesPool {
 public:
  /// From here on, in the whole process, OpenCV works on the calling thread only, since clips are
  /// measured side by side, and up to 64 MB of freed memory stay with a heap.
  explicit EyesPool(EyeModels models);

  [[nodiscard]] const EyeModels& models() const { return models_; }

  /// Belong to the caller until dropped.
  struct GiveBack {
    EyesPool* pool;
    void operator()(Eyes* eyes) const;
  };
  using Borrowed = std::unique_ptr<Eyes, GiveBack>;
  Borrowed borrow();

 private:
  EyeModels models_;
  Synced<std::vector<std::unique_ptr<Eyes>>> idle_;
};

}  // namespace reshoot
