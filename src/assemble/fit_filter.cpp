// SPDX-License-Identifier: Apache-2.0
// The shape is asked inside ffmpeg (`dar`, `sar`), after it has turned the picture upright.

#include "assemble/fit_filter.h"

#include <fmt/core.h>

#include <algorithm>

namespace reshoot {
namespace {

/// Cuts the input to the frame's shape from its middle. Before scaling, so that extreme shapes do
/// not become huge pictures.
std::string crop_to_shape(Size size) {
  return fmt::format("crop=w='min(iw,ih*{0}/{1}/sar)':h='min(ih,iw*sar*{1}/{0})'", size.width,
                     size.height);
}

std::string scale(const std::string& width, const std::string& height, const std::string& matrix) {
  return fmt::format(
      "scale=w={}:h={}:flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix={}"
      ":out_color_matrix=bt709:out_range=tv,setsar=1",
      width, height, matrix);
}

std::string scale_to(Size size, const std::string& matrix) {
  return scale(std::to_string(size.width), std::to_string(size.height), matrix);
}

/// Scales so that all of the input shows; one side is the frame's, both are even.
std::string scale_inside(Size size, const std::string& matrix) {
  return scale(fmt::format("'clip(2*round({}*dar/2),2,{})'", size.height, size.width),
               fmt::format("'clip(2*round({}/dar/2),2,{})'", size.width, size.height), matrix);
}

/// The fill under a `blur`: made small, since nobody sees its detail, and a little darker, so that
/// the picture on it stands out.
std::string blurred_fill(Size size, const std::string& matrix) {
  constexpr std::int32_t reduction = 8;
  constexpr double brightness = 0.7;
  const auto side = [](std::int32_t pixels) { return std::max(2, pixels / reduction / 2 * 2); };
  const Size small{side(size.width), side(size.height)};
  const std::int32_t sigma = std::max(1, std::min(small.width, small.height) / 20);
  return fmt::format(
      "{0},{1},format=yuv420p,gblur=sigma={2}:steps=2,scale={3}:{4}:flags=bicubic,setsar=1,"
      "lutyuv=y='16+(val-16)*{5}':u='128+(val-128)*{5}':v='128+(val-128)*{5}'",
      crop_to_shape(size), scale_to(small, matrix), sigma, size.width, size.height, brightness);
}

std::string fit_shape(Fit fit, Size size, const std::string& matrix) {
  switch (fit) {
    case Fit::crop:
      return fmt::format("{},{},format=yuv420p", crop_to_shape(size), scale_to(size, matrix));
    case Fit::pad:
      return fmt::format("{},format=yuv420p,pad={}:{}:(ow-iw)/2:(oh-ih)/2:black",
                         scale_inside(size, matrix), size.width, size.height);
    case Fit::blur:
      return fmt::format(
          "split[shown][filled];[filled]{}[under];[shown]{},format=yuv420p[over];"
          "[under][over]overlay=(W-w)/2:(H-h)/2:format=yuv420",
          blurred_fill(size, matrix), scale_inside(size, matrix));
  }
  return {};
}

}  // namespace

std::string fit_filter(Fit fit, Size size, const std::string& matrix) {
  return fit_shape(fit, size, matrix) +
         ",setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709";
}

std::string still_filter(std::string_view upright) {
  return fmt::format("{},format=gbrap,premultiply=inplace=1", upright);
}

}  // namespace reshoot
