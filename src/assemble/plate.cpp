// SPDX-License-Identifier: Apache-2.0
// Video frames, and the painted plates that a virtual camera films with sub-pixel precision.
#include "assemble/plate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "base/check.h"

namespace reshoot {
namespace {

std::size_t offset(const Plane& plane, int y) {
  return static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(y);
}

Plane plane(int width, int height, std::uint8_t value) {
  return {width, height,
          std::vector<std::uint8_t>(
              static_cast<std::size_t>(width) * static_cast<std::size_t>(height), value)};
}

/// BT.709 limited range in 1/65536; offsets carry the alpha, because colours are multiplied by it.
struct Yuv {
  int y, u, v;
};
Yuv yuv_of(int red, int green, int blue, int alpha) {
  const auto scaled = [](int sum) { return (sum + 32768) >> 16; };
  return {scaled(11966 * red + 40254 * green + 4064 * blue + 4112 * alpha),
          scaled(-6596 * red - 22189 * green + 28784 * blue + 32896 * alpha),
          scaled(28784 * red - 26145 * green - 2639 * blue + 32896 * alpha)};
}
std::uint8_t clamped(int value) {
  return static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

/// Where each output sample of one axis reads; from `begin` to `end` it sees the plate.
struct Axis {
  int begin = 0;
  int end = 0;
  std::vector<std::int32_t> first;
  std::vector<std::uint16_t> weight;  ///< of the sample after `first`, of 256
};

/// `at` is the source place of output sample 0, `step` the way to the next, both in source samples
/// with sample centres at whole numbers.
Axis axis(double at, double step, int outputs, int inputs, bool endless) {
  Axis result;
  result.first.resize(static_cast<std::size_t>(outputs));
  result.weight.resize(static_cast<std::size_t>(outputs));
  result.begin = outputs;
  const std::int64_t last = static_cast<std::int64_t>(inputs - 1) << 8;
  for (int i = 0; i < outputs; ++i) {
    const std::int64_t place = std::llround((at + step * i) * 256);
    if (!endless && (place < -128 || place > last + 128)) {
      continue;
    }
    result.begin = std::min(result.begin, i);
    result.end = i + 1;
    const std::int64_t inside = std::clamp<std::int64_t>(place, 0, last);
    result.first[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(inside >> 8);
    result.weight[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(inside & 255);
  }
  result.begin = std::min(result.begin, result.end);
  return result;
}

void mix_rows(const std::uint8_t* __restrict a, const std::uint8_t* __restrict b, int weight_b,
              int count, std::uint8_t* __restrict out) {
  const auto wb = static_cast<std::uint16_t>(weight_b);
  const auto wa = static_cast<std::uint16_t>(256 - weight_b);
  for (int i = 0; i < count; ++i) {
    out[i] =
        static_cast<std::uint8_t>(static_cast<std::uint16_t>(a[i] * wa + b[i] * wb + 128) >> 8);
  }
}

/// Each output's two neighbours as one number: this loop cannot be vectorised and stays as short as
/// it can be.
void gather(const std::uint8_t* row, const std::int32_t* __restrict first, int count,
            std::uint16_t* __restrict pairs) {
  for (int i = 0; i < count; ++i) {
    const std::uint8_t* at = row + first[i];
    pairs[i] = static_cast<std::uint16_t>(at[0] | at[1] << 8);
  }
}

void mix_pairs(const std::uint16_t* __restrict pairs, const std::uint16_t* __restrict weights,
               int count, std::uint8_t* __restrict out) {
  for (int i = 0; i < count; ++i) {
    const auto low = static_cast<std::uint16_t>(pairs[i] & 255);
    const auto high = static_cast<std::uint16_t>(pairs[i] >> 8);
    const auto left = static_cast<std::uint16_t>(256 - weights[i]);
    const auto sum = static_cast<std::uint16_t>(low * left + high * weights[i] + 128);
    out[i] = static_cast<std::uint8_t>(sum >> 8);
  }
}

/// Reads one output row of a plane, from `columns.begin` to `columns.end`.
class RowReader {
 public:
  RowReader(const Plane& source, const Axis& columns, const Axis& rows)
      : source_(source), columns_(columns), rows_(rows) {
    mixed_.resize(static_cast<std::size_t>(source.width) + 1);
    pairs_.resize(columns.first.size());
    row_.resize(columns.first.size());
  }

  const std::uint8_t* read(int y) {
    const auto row = static_cast<std::size_t>(y);
    const auto begin = static_cast<std::size_t>(columns_.begin);
    const int count = columns_.end - columns_.begin;
    const std::uint8_t* upper = source_.px.data() + offset(source_, rows_.first[row]);
    const std::uint8_t* lower =
        rows_.first[row] + 1 < source_.height ? upper + source_.width : upper;
    const int from = columns_.first[begin];
    const int to =
        std::min(source_.width, columns_.first[static_cast<std::size_t>(columns_.end) - 1] + 2);
    mix_rows(upper + from, lower + from, rows_.weight[row], to - from, mixed_.data() + from);
    mixed_[static_cast<std::size_t>(to)] = mixed_[static_cast<std::size_t>(to) - 1];
    gather(mixed_.data(), columns_.first.data() + begin, count, pairs_.data());
    mix_pairs(pairs_.data(), columns_.weight.data() + begin, count, row_.data());
    return row_.data();
  }

 private:
  const Plane& source_;
  const Axis& columns_;
  const Axis& rows_;
  std::vector<std::uint8_t> mixed_;
  std::vector<std::uint16_t> pairs_;
  std::vector<std::uint8_t> row_;
};

// 16 bits are enough for every sum below, and twice as fast as 32.
using Word = std::uint16_t;

Word scaled(Word value, Word share) {
  return static_cast<Word>(static_cast<Word>(value * share) >> 8);
}

void blend_opaque(const std::uint8_t* __restrict from, int count, int strength,
                  std::uint8_t* __restrict to) {
  if (strength == 256) {
    std::copy_n(from, count, to);
    return;
  }
  const auto share = static_cast<Word>(strength);
  const auto rest = static_cast<Word>(256 - strength);
  for (int i = 0; i < count; ++i) {
    const auto sum = static_cast<Word>(from[i] * share + to[i] * rest + 128);
    to[i] = static_cast<std::uint8_t>(sum >> 8);
  }
}

/// `from` is multiplied by its alpha already.
void blend(const std::uint8_t* __restrict from, const std::uint8_t* __restrict alpha, int count,
           int strength, std::uint8_t* __restrict to) {
  const auto share = static_cast<Word>(strength);
  for (int i = 0; i < count; ++i) {
    const Word cover = scaled(alpha[i], share);
    const auto rest = static_cast<Word>(256 - cover - (cover >> 7));
    const auto kept = static_cast<Word>(static_cast<Word>(to[i] * rest + 128) >> 8);
    const auto sum = static_cast<Word>(scaled(from[i], share) + kept);
    to[i] = static_cast<std::uint8_t>(std::min<Word>(255, sum));
  }
}

void film_plane(const Plane& source, const Plane& alpha, bool opaque, const Axis& columns,
                const Axis& rows, int strength, Plane& to) {
  if (columns.begin == columns.end || rows.begin == rows.end) {
    return;
  }
  RowReader colour(source, columns, rows);
  RowReader cover(opaque ? source : alpha, columns, rows);
  const int count = columns.end - columns.begin;
  for (int y = rows.begin; y < rows.end; ++y) {
    std::uint8_t* out = to.px.data() + offset(to, y) + columns.begin;
    const std::uint8_t* from = colour.read(y);
    if (opaque) {
      blend_opaque(from, count, strength, out);
    } else {
      blend(from, cover.read(y), count, strength, out);
    }
  }
}

void overlay_plane(const Plane& from, const Plane& alpha, int x, int y, int strength, Plane& to) {
  const int width = std::min(from.width, to.width - x);
  const int height = std::min(from.height, to.height - y);
  for (int row = 0; row < height; ++row) {
    blend(from.px.data() + offset(from, row), alpha.px.data() + offset(alpha, row), width, strength,
          to.px.data() + offset(to, y + row) + x);
  }
}

void fill_plane(Plane& to, Area area, int value) {
  const int right = std::min(to.width, area.x + area.width);
  for (int y = std::max(0, area.y); y < std::min(to.height, area.y + area.height); ++y) {
    const int left = std::max(0, area.x);
    std::fill_n(to.px.begin() + static_cast<std::ptrdiff_t>(offset(to, y)) + left,
                std::max(0, right - left), clamped(value));
  }
}

/// One pass of 1-2-1 over `count` samples `stride` apart.
void soften_line(std::uint8_t* line, int count, std::size_t stride) {
  int before = line[0];
  for (int i = 0; i < count; ++i) {
    std::uint8_t* here = line + static_cast<std::size_t>(i) * stride;
    const int now = *here;
    const int after = i + 1 < count ? here[stride] : now;
    *here = static_cast<std::uint8_t>((before + 2 * now + after + 2) / 4);
    before = now;
  }
}

void soften(Plane& plane) {
  const auto width = static_cast<std::size_t>(plane.width);
  for (int y = 0; y < plane.height && plane.width > 0; ++y) {
    soften_line(plane.px.data() + offset(plane, y), plane.width, 1);
  }
  for (std::size_t x = 0; x < width; ++x) {
    soften_line(plane.px.data() + x, plane.height, width);
  }
}

}  // namespace

VideoFrame black_frame(int width, int height) {
  const int half_width = (width + 1) / 2;
  const int half_height = (height + 1) / 2;
  return {plane(width, height, 16), plane(half_width, half_height, 128),
          plane(half_width, half_height, 128)};
}

Plate plate_of(const Picture& picture, bool opaque, double density, double left, double top) {
  const int half_width = (picture.width + 1) / 2;
  const int half_height = (picture.height + 1) / 2;
  Plate plate{plane(picture.width, picture.height, 0),
              plane(half_width, half_height, 0),
              plane(half_width, half_height, 0),
              {},
              {},
              opaque,
              density,
              left,
              top};
  plate.alpha = opaque ? Plane{} : plate.y;
  plate.half_alpha = opaque ? Plane{} : plate.u;
  for (int hy = 0; hy < half_height; ++hy) {
    for (int hx = 0; hx < half_width; ++hx) {
      std::array<int, 4> sum{};
      for (int corner = 0; corner < 4; ++corner) {
        const int x = std::min(2 * hx + corner % 2, picture.width - 1);
        const int y = std::min(2 * hy + corner / 2, picture.height - 1);
        const std::size_t at = offset(plate.y, y) + static_cast<std::size_t>(x);
        const std::uint8_t* px = picture.rgba.data() + 4 * at;
        plate.y.px[at] = clamped(yuv_of(px[0], px[1], px[2], px[3]).y);
        if (!opaque) {
          plate.alpha.px[at] = px[3];
        }
        for (std::size_t c = 0; c < 4; ++c) {
          sum[c] += px[c];
        }
      }
      const std::size_t at = offset(plate.u, hy) + static_cast<std::size_t>(hx);
      const auto mean = [&](std::size_t c) { return (sum[c] + 2) / 4; };
      const Yuv yuv = yuv_of(mean(0), mean(1), mean(2), mean(3));
      plate.u.px[at] = clamped(yuv.u);
      plate.v.px[at] = clamped(yuv.v);
      if (!opaque) {
        plate.half_alpha.px[at] = clamped(mean(3));
      }
    }
  }
  if (density > 1) {
    for (Plane* each : {&plate.y, &plate.u, &plate.v, &plate.alpha, &plate.half_alpha}) {
      soften(*each);
    }
  }
  return plate;
}

void film(const Plate& plate, const View& view, int strength, VideoFrame& frame) {
  CHECK(strength >= 0 && strength <= 256 && view.zoom > 0);
  const double step = plate.density / view.zoom;
  // World place of a frame place p: view + (p - centre) / zoom; sample i of a plane sits at (i +
  // 0.5) * size.
  const auto start = [&](double centre, double seen, double origin, double size) {
    const double world = seen + (0.5 * size - centre) / view.zoom;
    return (world - origin) * plate.density / size - 0.5;
  };
  const double centre_x = frame.y.width / 2.0;
  const double centre_y = frame.y.height / 2.0;
  const auto axis_x = [&](double size, const Plane& from, const Plane& to) {
    return axis(start(centre_x, view.x, plate.left, size), step, to.width, from.width,
                plate.opaque);
  };
  const auto axis_y = [&](double size, const Plane& from, const Plane& to) {
    return axis(start(centre_y, view.y, plate.top, size), step, to.height, from.height,
                plate.opaque);
  };
  film_plane(plate.y, plate.alpha, plate.opaque, axis_x(1, plate.y, frame.y),
             axis_y(1, plate.y, frame.y), strength, frame.y);
  const Axis columns = axis_x(2, plate.u, frame.u);
  const Axis rows = axis_y(2, plate.u, frame.u);
  film_plane(plate.u, plate.half_alpha, plate.opaque, columns, rows, strength, frame.u);
  film_plane(plate.v, plate.half_alpha, plate.opaque, columns, rows, strength, frame.v);
}

void overlay(const Plate& plate, int x, int y, int strength, VideoFrame& frame) {
  CHECK(x >= 0 && y >= 0 && x % 2 == 0 && y % 2 == 0 && !plate.opaque);
  overlay_plane(plate.y, plate.alpha, x, y, strength, frame.y);
  overlay_plane(plate.u, plate.half_alpha, x / 2, y / 2, strength, frame.u);
  overlay_plane(plate.v, plate.half_alpha, x / 2, y / 2, strength, frame.v);
}

void fill(VideoFrame& frame, Area area, Color color) {
  const Yuv yuv = yuv_of(color.red, color.green, color.blue, 255);
  const Area half{area.x / 2, area.y / 2, area.width / 2, area.height / 2};
  fill_plane(frame.y, area, yuv.y);
  fill_plane(frame.u, half, yuv.u);
  fill_plane(frame.v, half, yuv.v);
}

}  // namespace reshoot
