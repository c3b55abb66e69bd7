// SPDX-License-Identifier: Apache-2.0
#include "verify/shot_cuts.h"

#include <algorithm>
#include <cmath>

namespace reshoot {
namespace {

/// Two changes nearer than this are one: a flash, a quick dissolve.
constexpr std::int64_t one_change_ms = 125;

std::size_t bin_of(const std::uint8_t* bgr) {
  const int blue = bgr[0];
  const int green = bgr[1];
  const int red = bgr[2];
  const int value = std::max({blue, green, red});
  const int chroma = value - std::min({blue, green, red});
  int hue = 0;  // 0 to 6 * 256
  if (chroma != 0) {
    constexpr int step = 256;
    if (value == red) {
      hue = (6 * step + step * (green - blue) / chroma) % (6 * step);
    } else if (value == green) {
      hue = 2 * step + step * (blue - red) / chroma;
    } else {
      hue = 4 * step + step * (red - green) / chroma;
    }
  }
  constexpr int levels = 256;
  const int saturation = value == 0 ? 0 : 255 * chroma / value;
  const auto bin = [](int level, std::size_t bins, int all) {
    return static_cast<std::size_t>(level) * bins / static_cast<std::size_t>(all);
  };
  return (bin(hue, ColourHistogram::hues, 6 * levels) * ColourHistogram::saturations +
          bin(saturation, ColourHistogram::saturations, levels)) *
             ColourHistogram::values +
         bin(value, ColourHistogram::values, levels);
}

}  // namespace

ColourHistogram colours_of(const PictureView& picture) {
  ColourHistogram out;
  const auto pixels = static_cast<float>(picture.size.width * picture.size.height);
  for (std::int32_t y = 0; y < picture.size.height; ++y) {
    const std::uint8_t* pixel = picture.bgr + static_cast<std::size_t>(y) * picture.stride;
    for (std::int32_t x = 0; x < picture.size.width; ++x, pixel += 3) {
      out.shares[bin_of(pixel)] += 1 / pixels;
    }
  }
  return out;
}

float distance(const ColourHistogram& a, const ColourHistogram& b) {
  float common = 0;
  for (std::size_t i = 0; i < a.shares.size(); ++i) {
    common += std::sqrt(a.shares[i] * b.shares[i]);
  }
  return std::sqrt(std::max(0.0F, 1 - common));
}

bool ShotCuts::add(std::int64_t time_ms, const PictureView& thumb) {
  const ColourHistogram colours = colours_of(thumb);
  const bool changed = any_ && distance(last_, colours) > cut_distance;
  last_ = colours;
  any_ = true;
  const std::int64_t since = cuts_.empty() ? time_ms : time_ms - cuts_.back();
  if (!changed || since < one_change_ms) {
    return false;
  }
  cuts_.push_back(time_ms);
  return true;
}

std::vector<ShotSpan> ShotCuts::shots(std::int64_t end_ms) const {
  std::vector<ShotSpan> out;
  if (!any_) {
    return out;
  }
  std::int64_t from = 0;
  for (const std::int64_t cut : cuts_) {
    out.push_back({from, cut});
    from = cut;
  }
  out.push_back({from, std::max(from, end_ms)});
  return out;
}

}  // namespace reshoot
