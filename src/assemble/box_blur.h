// SPDX-License-Identifier: Apache-2.0
#pragma once
// The blur behind shadows and lost focus. Pure.

#include <cstdint>

namespace reshoot {

/// Three box blurs in place, close to a Gaussian of standard deviation `radius` (at least 1), each
/// of `channels` interleaved samples for itself. Beyond the edges the outermost samples repeat.
void box_blur(std::uint8_t* px, int width, int height, int channels, int radius);

}  // namespace reshoot
