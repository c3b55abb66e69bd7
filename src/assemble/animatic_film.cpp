// SPDX-License-Identifier: Apache-2.0
// The frames of an animatic: painted plates, filmed by a moving camera under a fixed slate.
#include "assemble/animatic_film.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/check.h"

namespace reshoot {
namespace {

constexpr int whole = 256;  // full strength of a plate

void append(const Plane& plane, std::string& bytes) {
  bytes.append(reinterpret_cast<const char*>(plane.px.data()), plane.px.size());
}

/// How far a dissolve between first and last frame has gone, of `whole`: it takes the middle half.
int dissolve(double progress) {
  const double t = std::clamp((progress - 0.25) / 0.5, 0.0, 1.0);
  return static_cast<int>(std::lround(whole * t * t * (3 - 2 * t)));
}

}  // namespace

std::optional<FixedPlate> fixed_plate_of(const Picture& picture) {
  Area area = visible_area(picture);
  if (area.width == 0) {
    return std::nullopt;
  }
  area = {area.x / 2 * 2, area.y / 2 * 2, area.width + area.x % 2, area.height + area.y % 2};
  return FixedPlate{plate_of(cropped(picture, area), false, 1, area.x, area.y), area.x, area.y};
}

Film::Film(FilmSet set, CameraMove move, Size size, Rate rate, std::int64_t frames)
    : set_(std::move(set)),
      move_(move),
      layout_(slate_layout(size)),
      size_(size),
      rate_(rate),
      frames_(frames),
      frame_(black_frame(size.width, size.height)) {
  CHECK(!set_.far.empty() && set_.digits.size() == timecode_characters.size());
}

std::string_view Film::next() {
  if (now_ == frames_) {
    return {};
  }
  const double progress =
      frames_ > 1 ? static_cast<double>(now_) / static_cast<double>(frames_ - 1) : 0;
  camera_ = camera_at(move_, progress, static_cast<double>(now_) * rate_.den / rate_.num);
  // With nobody in front, a blur pull ends on the set.
  const double far_blur = set_.near.empty() ? camera_.near_blur : camera_.far_blur;
  film_layer(set_.far, far_blur, set_.far_share, whole);
  if (!set_.last.empty()) {
    film_layer(set_.last, far_blur, set_.far_share, dissolve(progress));
  }
  film_layer(set_.near, camera_.near_blur, 1, whole);
  for (const FixedPlate& fixed : set_.slate) {
    overlay(fixed.plate, fixed.x, fixed.y, whole, frame_);
  }
  draw_captions();
  draw_timecode();
  draw_progress();
  ++now_;
  bytes_.clear();
  append(frame_.y, bytes_);
  append(frame_.u, bytes_);
  append(frame_.v, bytes_);
  return bytes_;
}

void Film::film_layer(const std::vector<Plate>& levels, double blur, double share, int strength) {
  if (levels.empty()) {
    return;
  }
  const View view{size_.width * (0.5 + camera_.x * share), size_.height * (0.5 + camera_.y * share),
                  1 + (camera_.zoom - 1) * share};
  const double level = std::clamp(blur, 0.0, 1.0) * static_cast<double>(levels.size() - 1);
  const auto sharper = static_cast<std::size_t>(level);
  film(levels[sharper], view, strength, frame_);
  const int more = static_cast<int>(std::lround((level - static_cast<double>(sharper)) * strength));
  if (more > 0) {
    film(levels[sharper + 1], view, more, frame_);
  }
}

void Film::draw_timecode() {
  int x = layout_.timecode.x;
  for (const char c : timecode(now_, rate_)) {
    const Plate& digit = set_.digits[timecode_characters.find(c)];
    overlay(digit, x, layout_.timecode.y, whole, frame_);
    x += digit.y.width;
  }
}

void Film::draw_captions() {
  for (const TimedCaption& timed : set_.captions) {
    if (now_ >= timed.begin && now_ < timed.end) {
      overlay(timed.caption.plate, timed.caption.x, timed.caption.y, whole, frame_);
    }
  }
}

void Film::draw_progress() {
  const int height = 2 * std::max(1, static_cast<int>(std::lround(2 * layout_.unit)));
  const auto width = static_cast<int>(size_.width * (now_ + 1) / frames_ / 2 * 2);
  fill(frame_, {0, size_.height - height, width, height}, set_.accent);
}

}  // namespace reshoot
