// SPDX-License-Identifier: Apache-2.0
#include "verify/pixels.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "verify/mats.h"

namespace reshoot {

RgbPicture align_face(const PictureView& picture, const FaceShape& face, std::int32_t side) {
  const Similarity to_crop = crop_alignment(face, static_cast<float>(side));
  const cv::Matx23f transform(to_crop.a, -to_crop.b, to_crop.dx, to_crop.b, to_crop.a, to_crop.dy);
  RgbPicture out;
  cv::warpAffine(mat_of(picture), mat_into(out, {side, side}), transform, cv::Size(side, side),
                 cv::INTER_LINEAR);
  return out;
}

float sharpness_of(const PictureView& picture) {
  cv::Mat grey;
  cv::Mat edges;
  cv::cvtColor(mat_of(picture), grey, cv::COLOR_BGR2GRAY);
  cv::Laplacian(grey, edges, CV_32F);
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(edges, mean, deviation);
  return static_cast<float>(deviation[0] * deviation[0]);
}

RgbPicture resized_part(const PictureView& picture, const FaceBox& box, Size size) {
  const auto clamped = [](float value, std::int32_t low, std::int32_t high) {
    return static_cast<int>(
        std::clamp(std::round(value), static_cast<float>(low), static_cast<float>(high)));
  };
  const int x = clamped(box.x, 0, picture.size.width - 1);
  const int y = clamped(box.y, 0, picture.size.height - 1);
  const cv::Rect inside(x, y, clamped(box.x + box.width, x + 1, picture.size.width) - x,
                        clamped(box.y + box.height, y + 1, picture.size.height) - y);
  const bool shrinks = inside.width >= size.width && inside.height >= size.height;
  RgbPicture out;
  cv::resize(mat_of(picture)(inside), mat_into(out, size), cv::Size(size.width, size.height), 0, 0,
             shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  return out;
}

}  // namespace reshoot
