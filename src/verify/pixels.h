// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pictures made of pictures: the upright crop of a face, a part, another size.

#include "verify/face_shape.h"
#include "verify/picture.h"

namespace reshoot {

/// The face upright in a square of `side` pixels, its landmarks where face networks expect them.
RgbPicture align_face(const PictureView& picture, const FaceShape& face, std::int32_t side);

/// Variance of the Laplacian of its brightness: how much detail a picture has.
float sharpness_of(const PictureView& picture);

/// The part within `box`, brought to `size`. The box is cut off at the picture's edges; at least
/// one pixel of it lies inside.
RgbPicture resized_part(const PictureView& picture, const FaceBox& box, Size size);

}  // namespace reshoot
