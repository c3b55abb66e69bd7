// SPDX-License-Identifier: Apache-2.0
// The drawn set that an animatic plays on.
#include "assemble/stage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace reshoot {
namespace {

constexpr std::array<Palette, 8> palettes = {{
    {{46, 60, 80}, {108, 128, 150}, {134, 148, 164}, {66, 78, 94}, {255, 196, 92}},  // slate blue
    {{138, 116, 94}, {206, 184, 158}, {220, 202, 178}, {142, 122, 102}, {255, 160, 104}},  // sand
    {{70, 92, 80}, {140, 162, 146}, {166, 184, 168}, {86, 106, 94}, {255, 209, 102}},      // sage
    {{58, 47, 74}, {130, 106, 140}, {154, 130, 158}, {74, 60, 90}, {255, 164, 136}},       // plum
    {{120, 70, 54},
     {196, 136, 110},
     {210, 158, 132},
     {128, 82, 66},
     {255, 221, 160}},                                                               // terracotta
    {{20, 62, 70}, {78, 132, 136}, {104, 154, 156}, {34, 80, 88}, {255, 190, 92}},   // teal
    {{38, 40, 46}, {98, 101, 109}, {124, 127, 134}, {52, 54, 60}, {126, 204, 255}},  // graphite
    {{132, 143, 156}, {206, 214, 222}, {218, 224, 230}, {138, 148, 160}, {132, 186, 255}},  // mist
}};

/// A well-mixed 64-bit value for every input (splitmix64's finaliser).
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

double smooth_step(double from, double to, double x) {
  const double t = std::clamp((x - from) / (to - from), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

struct Light {
  double red = 0;
  double green = 0;
  double blue = 0;
};

Light mix(const Light& a, const Light& b, double t) {
  return {a.red + (b.red - a.red) * t, a.green + (b.green - a.green) * t,
          a.blue + (b.blue - a.blue) * t};
}
Light light_of(Color c) {
  return {static_cast<double>(c.red), static_cast<double>(c.green), static_cast<double>(c.blue)};
}

/// How much of the window's light falls on wall place (x, y); a soft slanted grid of panes.
double window_light(const Stage& stage, double x, double y, double aspect) {
  const double lean = stage.light_x < 0.5 ? 0.35 : -0.35;
  const double across = (x - stage.light_x) * aspect + lean * (y - stage.light_y);
  const double down = y - stage.light_y;
  const double half_width = 0.13 * stage.panes;
  double lit = smooth_step(half_width + 0.05, half_width - 0.05, std::abs(across)) *
               smooth_step(0.36, 0.26, std::abs(down));
  for (int bar = 1; bar < stage.panes; ++bar) {
    const double at = -half_width + 2 * half_width * bar / stage.panes;
    lit *= 1 - 0.75 * smooth_step(0.03, 0.008, std::abs(across - at));
  }
  return lit * (1 - 0.75 * smooth_step(0.03, 0.008, std::abs(down + 0.04)));
}

/// The colour of the set at (x, y), shares of the resting frame.
Light colour_at(const Stage& stage, double x, double y, double aspect) {
  const Palette& p = stage.palette;
  const Light wall =
      mix(light_of(p.wall_top), light_of(p.wall_low), smooth_step(-0.25, horizon + 0.05, y));
  const Light floor =
      mix(light_of(p.floor_far), light_of(p.floor_near), smooth_step(horizon, 1.15, y));
  const double on_floor = smooth_step(horizon - 0.025, horizon + 0.035, y);
  Light colour = mix(wall, floor, on_floor);
  const double pool = std::exp(
      -3.2 * (std::pow((x - stage.light_x) * aspect, 2) + std::pow((y - stage.light_y) * 1.1, 2)));
  const double spill = std::exp(-5.0 * std::pow((x - 0.5) * aspect * 0.55, 2) -
                                26 * std::pow(y - horizon - 0.13, 2));
  double gain = 0.90 + 0.26 * pool + 0.16 * spill * on_floor;
  if (stage.panes > 0) {
    gain += 0.17 * window_light(stage, x, y, aspect) * (1 - on_floor);
  }
  const double corner = std::pow((x - 0.5) * 1.15, 2) + std::pow((y - 0.48) * 1.05, 2);
  gain *= 1 - 0.42 * smooth_step(0.12, 0.62, corner);
  return {colour.red * gain, colour.green * gain, colour.blue * gain};
}

}  // namespace

Stage stage_of(std::uint64_t seed) {
  const std::uint64_t bits = mixed(seed);
  Stage stage;
  stage.palette = palettes[bits % palettes.size()];
  const bool from_left = ((bits >> 8U) & 1U) != 0;
  const double aside = 0.22 + 0.10 * static_cast<double>((bits >> 16U) & 255U) / 255;
  stage.light_x = from_left ? aside : 1 - aside;
  stage.light_y = 0.26 + 0.12 * static_cast<double>((bits >> 24U) & 255U) / 255;
  constexpr std::array<int, 4> kinds = {0, 2, 3, 2};
  stage.panes = kinds[(bits >> 32U) % kinds.size()];
  return stage;
}

Picture paint_stage(const Stage& stage, int width, int height, int margin_x, int margin_y) {
  Picture picture = blank(width + 2 * margin_x, height + 2 * margin_y);
  const double aspect = static_cast<double>(width) / height;
  // The set is smooth: it is worked out on a coarse grid, and grain is added to every pixel.
  constexpr int cell = 4;
  const int columns = picture.width / cell + 2;
  std::vector<Light> upper;
  std::vector<Light> lower;
  const auto work_out = [&](int row, std::vector<Light>& lights) {
    lights.resize(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
      lights[static_cast<std::size_t>(i)] =
          colour_at(stage, static_cast<double>(i * cell - margin_x) / width,
                    static_cast<double>(row * cell - margin_y) / height, aspect);
    }
  };
  work_out(0, lower);
  std::uint64_t noise = 1;
  std::uint8_t* px = picture.rgba.data();
  for (int y = 0; y < picture.height; ++y) {
    if (y % cell == 0) {
      upper.swap(lower);
      work_out(y / cell + 1, lower);
    }
    const double down = static_cast<double>(y % cell) / cell;
    for (int x = 0; x < picture.width; ++x) {
      const auto i = static_cast<std::size_t>(x / cell);
      const double across = static_cast<double>(x % cell) / cell;
      const Light light =
          mix(mix(upper[i], upper[i + 1], across), mix(lower[i], lower[i + 1], across), down);
      noise = noise * 6364136223846793005ULL + 1442695040888963407ULL;
      const double grain = static_cast<double>((noise >> 40U) & 1023U) / 1023 +
                           static_cast<double>((noise >> 50U) & 1023U) / 1023 - 1;
      const auto store = [&](double value) {
        *px++ = static_cast<std::uint8_t>(std::lround(std::clamp(value + 1.2 * grain, 0.0, 255.0)));
      };
      store(light.red);
      store(light.green);
      store(light.blue);
      *px++ = 255;
    }
  }
  return picture;
}

}  // namespace reshoot
