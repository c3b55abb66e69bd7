// SPDX-License-Identifier: Apache-2.0
#include "verify/eyes.h"

#include <malloc.h>

#include <algorithm>
#include <opencv2/core/utility.hpp>

#include "base/check.h"
#include "verify/pixels.h"

namespace reshoot {
namespace {

/// The crop that min_sharpness is for.
constexpr std::int32_t sharpness_side = 112;

template <class Network>
Result<Network*> loaded(std::optional<Network>& network,
                        const std::optional<InstalledModel>& installed) {
  if (!network) {
    CHECK(installed.has_value());
    TRY_ASSIGN(network, Network::load(installed->file, *installed->model));
  }
  return &*network;
}

/// Each pass of a network takes some megabytes and frees them. glibc would give them back to the
/// system every time, and have them cleared page by page for the next pass: 60,000 page faults in 8
/// seconds of clip, a tenth of all processor time.
void keep_freed_memory() {
  constexpr int most_kept = 64 << 20;        // bytes free at the top of a heap
  constexpr int largest_in_heap = 32 << 20;  // glibc's own upper limit
  ::mallopt(M_TRIM_THRESHOLD, most_kept);
  ::mallopt(M_MMAP_THRESHOLD, largest_in_heap);
}

}  // namespace

std::vector<FaceBox> parts_of(Size picture) {
  const auto width = static_cast<float>(picture.width);
  const auto height = static_cast<float>(picture.height);
  const float side = 0.75F * std::min(width, height);
  std::vector<FaceBox> parts{{0, 0, width, height}};
  for (const float place : {0.0F, 0.5F, 1.0F}) {
    const bool wide = width >= height;
    const float x = (width - side) * (wide ? place : 0.5F);
    const float y = (height - side) * (wide ? 0.5F : place);
    parts.push_back({x, y, side, side});
  }
  return parts;
}

Result<std::vector<SeenFace>> Eyes::faces_in(const PictureView& picture) {
  TRY_ASSIGN(FaceFinder * finder, loaded(finder_, models_.face_detector));
  TRY_ASSIGN(const std::vector<FaceShape> shapes, finder->find(picture));
  std::vector<SeenFace> faces;
  for (const FaceShape& shape : shapes) {
    TRY_ASSIGN(SeenFace face, look_closer(picture, shape));
    faces.push_back(std::move(face));
  }
  return faces;
}

Result<SeenFace> Eyes::look_closer(const PictureView& picture, const FaceShape& face) {
  TRY_ASSIGN(Embedder * embedder, loaded(faces_, models_.face_embedding));
  SeenFace out;
  out.shape = face;
  out.turn = turn_of(face);
  const RgbPicture crop = align_face(picture, face, sharpness_side);
  out.sharpness = sharpness_of(crop.view());
  out.use = use_of(face, out.sharpness, picture.size);
  if (out.use == FaceUse::usable) {
    const std::int32_t side = embedder->input_size().width;
    const RgbPicture fed = side == sharpness_side ? crop : align_face(picture, face, side);
    TRY_ASSIGN(out.vector, embedder->embed(fed.view()));
  }
  return out;
}

Result<std::vector<float>> Eyes::look_at(const PictureView& picture, const FaceBox& part) {
  TRY_ASSIGN(Embedder * embedder, loaded(pictures_, models_.image_embedding));
  return embedder->embed(resized_part(picture, part, embedder->input_size()).view());
}

EyesPool::EyesPool(EyeModels models) : models_(std::move(models)) {
  cv::setNumThreads(1);
  keep_freed_memory();
}

EyesPool::Borrowed EyesPool::borrow() {
  auto idle = idle_.lock();
  if (idle->empty()) {
    return {new Eyes(models_), GiveBack{this}};
  }
  Eyes* const eyes = idle->back().release();
  idle->pop_back();
  return {eyes, GiveBack{this}};
}

void EyesPool::GiveBack::operator()(Eyes* eyes) const {
  std::unique_ptr<Eyes> kept(eyes);
  pool->idle_.lock()->push_back(std::move(kept));
}

}  // namespace reshoot
