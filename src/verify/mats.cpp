// SPDX-License-Identifier: Apache-2.0
#include "verify/mats.h"

#include <opencv2/core/mat.hpp>

namespace reshoot {

cv::Mat mat_of(const PictureView& picture) {
  // OpenCV has no matrix of constant pixels.
  return {picture.size.height, picture.size.width, CV_8UC3, const_cast<std::uint8_t*>(picture.bgr),
          picture.stride};
}

cv::Mat mat_into(RgbPicture& picture, Size size) {
  picture.size = size;
  picture.bgr.resize(3 * static_cast<std::size_t>(size.width) *
                     static_cast<std::size_t>(size.height));
  return {size.height, size.width, CV_8UC3, picture.bgr.data()};
}

}  // namespace reshoot
