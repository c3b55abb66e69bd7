// SPDX-License-Identifier: Apache-2.0
#include "verify/face_shape.h"

#include <algorithm>
#include <cmath>

namespace reshoot {
namespace {

constexpr float crop_side = 112;
/// Where ArcFace and its followers expect the landmarks in a crop of 112x112 (InsightFace's
/// `arcface_src`, also in cv::FaceRecognizerSF).
constexpr std::array<PicturePoint, 5> crop_marks{PicturePoint{38.2946F, 51.6963F},
                                                 {73.5318F, 51.5014F},
                                                 {56.0252F, 71.7366F},
                                                 {41.5493F, 92.3655F},
                                                 {70.7299F, 92.2041F}};

PicturePoint mean_of(const std::array<PicturePoint, 5>& points) {
  PicturePoint mean;
  for (const PicturePoint& point : points) {
    mean.x += point.x / static_cast<float>(points.size());
    mean.y += point.y / static_cast<float>(points.size());
  }
  return mean;
}

bool is_cut_off(const FaceShape& face, Size picture) {
  const auto lies_inside = [&](const PicturePoint& mark) {
    return mark.x >= 0 && mark.y >= 0 && mark.x <= static_cast<float>(picture.width) &&
           mark.y <= static_cast<float>(picture.height);
  };
  return outside_share(face.box, picture) > max_outside ||
         !std::all_of(face.marks.begin(), face.marks.end(), lies_inside);
}

}  // namespace

float turn_of(const FaceShape& face) {
  const auto& [left, right, nose, mouth_left, mouth_right] = face.marks;
  const float across = right.x - left.x;
  const float down = right.y - left.y;
  const float square = across * across + down * down;
  constexpr float worst = 2;
  if (!(square > 1e-6F)) {
    return worst;
  }
  const float off = (nose.x - (left.x + right.x) / 2) * across +  // dot product with the eyes' line
                    (nose.y - (left.y + right.y) / 2) * down;
  return std::min(std::abs(off) / square, worst);
}

float outside_share(const FaceBox& box, Size picture) {
  const float area = box.width * box.height;
  if (!(area > 0)) {
    return 1;
  }
  const auto inside = [](float from, float length, std::int32_t end) {
    return std::max(0.0F, std::min(from + length, static_cast<float>(end)) - std::max(from, 0.0F));
  };
  return 1 -
         inside(box.x, box.width, picture.width) * inside(box.y, box.height, picture.height) / area;
}

FaceUse use_of(const FaceShape& face, float sharpness, Size picture) {
  if (!(face.box.width >= min_face_width)) {
    return FaceUse::small;
  }
  if (!(face.score >= min_face_score)) {
    return FaceUse::doubtful;
  }
  if (is_cut_off(face, picture)) {
    return FaceUse::cut_off;
  }
  if (!(turn_of(face) <= max_turn)) {
    return FaceUse::turned;
  }
  return sharpness >= min_sharpness ? FaceUse::usable : FaceUse::blurred;
}

Similarity crop_alignment(const FaceShape& face, float side) {
  const float scale = side / crop_side;
  const PicturePoint from = mean_of(face.marks);
  const PicturePoint to = mean_of(crop_marks);
  float along = 0;
  float across = 0;
  float square = 0;
  for (std::size_t i = 0; i < crop_marks.size(); ++i) {
    const float x = face.marks[i].x - from.x;
    const float y = face.marks[i].y - from.y;
    const float u = crop_marks[i].x - to.x;
    const float v = crop_marks[i].y - to.y;
    along += x * u + y * v;
    across += x * v - y * u;
    square += x * x + y * y;
  }
  Similarity out;
  if (square > 1e-6F) {
    out.a = scale * along / square;
    out.b = scale * across / square;
  }
  out.dx = scale * to.x - (out.a * from.x - out.b * from.y);
  out.dy = scale * to.y - (out.b * from.x + out.a * from.y);
  return out;
}

}  // namespace reshoot
