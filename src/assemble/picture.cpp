// SPDX-License-Identifier: Apache-2.0
// Still pictures in memory and the few operations that composing a stage needs.
#include "assemble/picture.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "assemble/box_blur.h"
#include "base/check.h"

namespace reshoot {
namespace {

std::size_t index(int width, int x, int y) {
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
         static_cast<std::size_t>(x);
}

std::uint8_t divide_255(int value) {
  return static_cast<std::uint8_t>((value * 257 + 32896) >> 16);
}

/// The inputs that one output sample of a scaled row mixes; weights sum to 1 << 14.
struct Taps {
  int first = 0;
  std::vector<int> weights;
};

std::vector<Taps> triangle_taps(int from, int to) {
  const double step = static_cast<double>(from) / to;
  const double reach = std::max(1.0, step);
  std::vector<Taps> all(static_cast<std::size_t>(to));
  for (int out = 0; out < to; ++out) {
    const double centre = (out + 0.5) * step - 0.5;
    const int first = std::max(0, static_cast<int>(std::ceil(centre - reach)));
    const int last = std::min(from - 1, static_cast<int>(std::floor(centre + reach)));
    std::vector<double> weights;
    double sum = 0;
    for (int in = first; in <= last; ++in) {
      weights.push_back(std::max(0.0, 1.0 - std::abs(in - centre) / reach));
      sum += weights.back();
    }
    Taps& taps = all[static_cast<std::size_t>(out)];
    taps.first = first;
    int left = 1 << 14;
    for (const double weight : weights) {
      taps.weights.push_back(static_cast<int>(std::lround(weight / sum * (1 << 14))));
      left -= taps.weights.back();
    }
    taps.weights[taps.weights.size() / 2] += left;
  }
  return all;
}

std::uint8_t from_fixed(int sum) {
  return static_cast<std::uint8_t>(std::clamp((sum + (1 << 13)) >> 14, 0, 255));
}

Picture resized_across(const Picture& in, int width) {
  Picture out = blank(width, in.height);
  const std::vector<Taps> all = triangle_taps(in.width, width);
  for (int y = 0; y < in.height; ++y) {
    const std::uint8_t* row = in.rgba.data() + 4 * index(in.width, 0, y);
    std::uint8_t* to = out.rgba.data() + 4 * index(width, 0, y);
    for (const Taps& taps : all) {
      int sums[4] = {};
      const std::uint8_t* from = row + 4 * static_cast<std::size_t>(taps.first);
      for (const int weight : taps.weights) {
        for (int c = 0; c < 4; ++c) {
          sums[c] += weight * *from++;
        }
      }
      for (const int sum : sums) {
        *to++ = from_fixed(sum);
      }
    }
  }
  return out;
}

Picture resized_down(const Picture& in, int height) {
  Picture out = blank(in.width, height);
  const std::vector<Taps> all = triangle_taps(in.height, height);
  const std::size_t row_bytes = 4 * static_cast<std::size_t>(in.width);
  std::vector<int> sums(row_bytes);
  for (int y = 0; y < height; ++y) {
    const Taps& taps = all[static_cast<std::size_t>(y)];
    std::fill(sums.begin(), sums.end(), 0);
    const std::uint8_t* from = in.rgba.data() + row_bytes * static_cast<std::size_t>(taps.first);
    for (const int weight : taps.weights) {
      for (std::size_t i = 0; i < row_bytes; ++i) {
        sums[i] += weight * from[i];
      }
      from += row_bytes;
    }
    std::transform(
        sums.begin(), sums.end(),
        out.rgba.begin() + static_cast<std::ptrdiff_t>(row_bytes * static_cast<std::size_t>(y)),
        from_fixed);
  }
  return out;
}

}  // namespace

Picture blank(int width, int height) {
  CHECK(width > 0 && height > 0);
  return {width, height, std::vector<std::uint8_t>(4 * index(width, 0, height))};
}

void premultiply(Picture& picture) {
  for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
    std::uint8_t* px = picture.rgba.data() + i;
    for (int c = 0; c < 3; ++c) {
      px[c] = divide_255(px[c] * px[3]);
    }
  }
}

Picture resized(const Picture& picture, int width, int height) {
  if (width == picture.width && height == picture.height) {
    return picture;
  }
  return resized_down(resized_across(picture, width), height);
}

Picture cropped(const Picture& picture, Area area) {
  CHECK(area.x >= 0 && area.y >= 0 && area.x + area.width <= picture.width &&
        area.y + area.height <= picture.height);
  Picture out = blank(area.width, area.height);
  for (int y = 0; y < area.height; ++y) {
    const auto from = picture.rgba.begin() +
                      static_cast<std::ptrdiff_t>(4 * index(picture.width, area.x, area.y + y));
    std::copy_n(from, 4 * static_cast<std::size_t>(area.width),
                out.rgba.begin() + static_cast<std::ptrdiff_t>(4 * index(area.width, 0, y)));
  }
  return out;
}

Picture covering(const Picture& picture, int width, int height) {
  const double scale = std::max(static_cast<double>(width) / picture.width,
                                static_cast<double>(height) / picture.height);
  const int part_width = std::clamp(static_cast<int>(std::lround(width / scale)), 1, picture.width);
  const int part_height =
      std::clamp(static_cast<int>(std::lround(height / scale)), 1, picture.height);
  const Area part{(picture.width - part_width) / 2, (picture.height - part_height) / 2, part_width,
                  part_height};
  return resized(cropped(picture, part), width, height);
}

Area visible_area(const Picture& picture) {
  constexpr int seen = 8;  // of 255: less is the haze around a soft edge
  int left = picture.width;
  int right = -1;
  int top = picture.height;
  int bottom = -1;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (picture.rgba[4 * index(picture.width, x, y) + 3] >= seen) {
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = y;
      }
    }
  }
  return right < 0 ? Area{} : Area{left, top, right - left + 1, bottom - top + 1};
}

bool is_cutout(const Picture& picture) {
  int outer = 0;
  int clear = 0;
  const auto look = [&](int x, int y) {
    ++outer;
    clear += picture.rgba[4 * index(picture.width, x, y) + 3] < 128 ? 1 : 0;
  };
  for (int x = 0; x < picture.width; ++x) {
    look(x, 0);
    look(x, picture.height - 1);
  }
  for (int y = 0; y < picture.height; ++y) {
    look(0, y);
    look(picture.width - 1, y);
  }
  return 2 * clear > outer;
}

void draw(Picture& base, const Picture& top, int x, int y) {
  for (int row = std::max(0, -y); row < top.height && y + row < base.height; ++row) {
    for (int column = std::max(0, -x); column < top.width && x + column < base.width; ++column) {
      const std::uint8_t* from = top.rgba.data() + 4 * index(top.width, column, row);
      std::uint8_t* to = base.rgba.data() + 4 * index(base.width, x + column, y + row);
      for (int c = 0; c < 4; ++c) {
        to[c] =
            static_cast<std::uint8_t>(std::min(255, from[c] + divide_255(to[c] * (255 - from[3]))));
      }
    }
  }
}

void paint(Picture& base, const Mask& mask, int x, int y, Color color, double opacity) {
  Picture top = blank(mask.width, mask.height);
  for (std::size_t i = 0; i < mask.px.size(); ++i) {
    const int alpha = static_cast<int>(std::lround(mask.px[i] * opacity));
    std::uint8_t* px = top.rgba.data() + 4 * i;
    px[0] = divide_255(color.red * alpha);
    px[1] = divide_255(color.green * alpha);
    px[2] = divide_255(color.blue * alpha);
    px[3] = static_cast<std::uint8_t>(alpha);
  }
  draw(base, top, x, y);
}

void clip(Picture& picture, const Mask& mask) {
  CHECK(picture.width == mask.width && picture.height == mask.height);
  for (std::size_t i = 0; i < picture.rgba.size(); ++i) {
    picture.rgba[i] = divide_255(picture.rgba[i] * mask.px[i / 4]);
  }
}

Picture blurred(const Picture& picture, int radius) {
  Picture out = picture;
  box_blur(out.rgba.data(), out.width, out.height, 4, radius);
  return out;
}

}  // namespace reshoot
