// SPDX-License-Identifier: Apache-2.0
#pragma once
// Between our pictures and OpenCV's matrices. For the .cpp files that call OpenCV only.

#include "verify/picture.h"

namespace cv {
class Mat;
}

namespace reshoot {

/// A matrix that looks at the same pixels; the callee must not write to it.
cv::Mat mat_of(const PictureView& picture);
/// Makes room for a picture and returns a matrix that writes into it.
cv::Mat mat_into(RgbPicture& picture, Size size);

}  // namespace reshoot
