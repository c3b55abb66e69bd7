// SPDX-License-Identifier: Apache-2.0
// Where people and things stand in the frame, and the foreground painted from their pictures.
#include "assemble/composition.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "assemble/slate.h"

namespace reshoot {
namespace {

constexpr double ceiling = 0.11;     // shares of the frame's height
constexpr double floor_line = 0.81;  // or the slate's upper edge, where that is higher
constexpr double side_margin = 0.06;
constexpr double slate_cover = 0.93;  // below it the slate hides where a bust is cut off
constexpr double shoulders = 1.5;     // a bust is that much wider than its share: heads stay apart

int rounded(double value) {
  return static_cast<int>(std::lround(value));
}

/// Two per row where the frame is too narrow for all side by side.
int rows_for(Size frame, int count) {
  const double shape = static_cast<double>(frame.width) / frame.height;
  const int fit = shape > 1.3 ? 5 : shape > 0.8 ? 3 : 2;
  return (count + fit - 1) / fit;
}

/// A place in the frame that one subject may fill.
struct Slot {
  double left, top, width, height;
};

Area fitted(const Subject& subject, const Slot& slot, double aspect) {
  const double height = std::min(slot.width / aspect, slot.height);
  const double width = height * aspect;
  const double x = slot.left + (slot.width - width) / 2;
  const double y =
      slot.top + (slot.height - height) * (subject.kind == Subject::Kind::figure ? 1 : 0.5);
  return {rounded(x), rounded(y), std::max(2, rounded(width)), std::max(2, rounded(height))};
}

/// A bust may be wider than its slot and reaches below it, to where something else hides its lower
/// edge.
Area fitted_bust(const Subject& subject, Slot slot, bool alone, double hidden_from, double reach) {
  const double wider = alone ? 1 : shoulders;
  slot.left -= slot.width * (wider - 1) / 2;
  slot.width *= wider;
  slot.height = reach - slot.top;
  Area area = fitted(subject, slot, subject.aspect);
  area.y = std::max(area.y, rounded(hidden_from) - area.height);
  return area;
}

/// Several cards have one shape, which their slots suit; what stands alone keeps its own.
double shape_of(const Subject& subject, const Slot& slot, std::size_t count) {
  const bool common = subject.kind == Subject::Kind::card && count > 1;
  return common ? std::clamp(slot.width / slot.height, 0.72, 1.25) : subject.aspect;
}

/// All between `top` and the slate.
std::vector<Area> place_below(double top, Size frame, const std::vector<Subject>& subjects) {
  const int count = static_cast<int>(subjects.size());
  std::vector<Area> areas;
  if (count == 0) {
    return areas;
  }
  const int rows = rows_for(frame, count);
  const double stage_width = frame.width * (1 - 2 * side_margin);
  const double floor = std::min<double>(frame.height * floor_line, slate_layout(frame).timecode.y);
  const double row_height = (floor - top) / rows;
  const int per_row = (count + rows - 1) / rows;
  const double gap = 0.035 * std::min(frame.width, frame.height);
  for (int i = 0; i < count; ++i) {
    const Subject& subject = subjects[static_cast<std::size_t>(i)];
    const int row = i / per_row;
    const int in_row = std::min(per_row, count - row * per_row);
    // A lone picture in a wide frame keeps air at both sides; many share the width.
    const double share =
        std::min(stage_width / in_row, (frame.width > frame.height ? 0.72 : 1.0) * stage_width);
    const double air = row == 0 ? 0 : gap;
    const Slot slot{(frame.width - share * in_row) / 2 + share * (i % per_row) + gap / 2,
                    top + row_height * row + air, share - gap, row_height - air};
    if (subject.kind == Subject::Kind::bust) {
      const bool last = row == rows - 1;
      const double hidden_from =
          last ? frame.height * slate_cover : slot.top + slot.height + row_height * 0.25;
      areas.push_back(
          fitted_bust(subject, slot, in_row == 1, hidden_from, last ? frame.height : hidden_from));
    } else {
      areas.push_back(fitted(subject, slot, shape_of(subject, slot, subjects.size())));
    }
  }
  return areas;
}

bool meet(const Area& a, const Area& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/// Shadow of something that stands: a flat ellipse, away from the light.
void paint_floor_shadow(Picture& base, Area area, double push) {
  const int width = std::max(4, rounded(area.width * 0.86));
  const int height = std::max(4, rounded(area.width * 0.13));
  const int soft = std::max(1, height / 3);
  const Mask shadow = blurred(ellipse(width, height), soft);
  const int x = area.x + (area.width - shadow.width) / 2 + rounded(push * area.width * 0.10);
  const int y = area.y + area.height - shadow.height / 2 - height / 8;
  paint(base, shadow, x, y, {8, 8, 14}, 0.55);
}

/// A picture with a thin pale edge and a shadow, as a print on a board.
void paint_card(Picture& base, const Picture& picture, Area area, double unit, double push) {
  const double radius = 14 * unit;
  const int edge = std::max(1, rounded(3 * unit));
  const int soft = std::max(1, rounded(14 * unit));
  const Mask outline = rounded_box(area.width, area.height, radius);
  const Mask shadow = blurred(outline, soft);
  paint(base, shadow, area.x - 3 * soft + rounded(push * 12 * unit),
        area.y - 3 * soft + rounded(14 * unit), {6, 6, 12}, 0.42);
  paint(base, outline, area.x, area.y, {246, 246, 244}, 1);
  Picture inner =
      covering(picture, std::max(1, area.width - 2 * edge), std::max(1, area.height - 2 * edge));
  clip(inner, rounded_box(inner.width, inner.height, radius - edge));
  draw(base, inner, area.x + edge, area.y + edge);
}

}  // namespace

Subject subject_of(const Picture& picture) {
  const double aspect = static_cast<double>(picture.width) / picture.height;
  if (!is_cutout(picture)) {
    return {Subject::Kind::card, aspect};
  }
  const std::size_t last_row = picture.rgba.size() - 4 * static_cast<std::size_t>(picture.width);
  int covered = 0;
  for (std::size_t i = last_row + 3; i < picture.rgba.size(); i += 4) {
    covered += picture.rgba[i] > 128 ? 1 : 0;
  }
  return {2 * covered > picture.width ? Subject::Kind::bust : Subject::Kind::figure, aspect};
}

std::vector<Area> place_subjects(Size frame, const std::vector<Subject>& subjects,
                                 const std::vector<Area>& insets) {
  const double top = frame.height * ceiling;
  std::vector<Area> areas = place_below(top, frame, subjects);
  for (const Area& inset : insets) {
    const bool met = std::any_of(areas.begin(), areas.end(),
                                 [&](const Area& area) { return meet(area, inset); });
    if (met) {
      return place_below(inset.y + inset.height * 1.2, frame, subjects);
    }
  }
  return areas;
}

std::vector<Area> place_insets(Size frame, int count) {
  const double unit = std::min(frame.width, frame.height) / 720.0;
  const int side = std::max(8, rounded(84 * unit));
  const int margin = rounded(32 * unit);
  const int gap = rounded(10 * unit);
  const int fit = std::max(0, (frame.width * 6 / 10 - margin) / (side + gap));
  std::vector<Area> areas;
  const int shown = std::min(count, fit);
  for (int i = 0; i < shown; ++i) {
    areas.push_back(
        {frame.width - margin - (shown - i) * side - (shown - 1 - i) * gap, margin, side, side});
  }
  return areas;
}

PaintedSubjects paint_subjects(const std::vector<Picture>& pictures, const std::vector<Area>& areas,
                               Size frame, double density, double light_x) {
  const double unit = std::min(frame.width, frame.height) / 720.0;
  const double room = 80 * unit;  // for shadows and blur around a picture
  double left = frame.width;
  double top = frame.height;
  double right = 0;
  double bottom = 0;
  for (const Area& area : areas) {
    left = std::min(left, area.x - room);
    top = std::min(top, area.y - room);
    right = std::max(right, area.x + area.width + room);
    bottom = std::max(bottom, area.y + area.height + room);
  }
  Picture base = blank(std::max(2, rounded((right - left) * density)),
                       std::max(2, rounded((bottom - top) * density)));
  const double push = light_x < 0.5 ? 1 : -1;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const Area& a = areas[i];
    const Area place{rounded((a.x - left) * density), rounded((a.y - top) * density),
                     rounded(a.width * density), rounded(a.height * density)};
    const Subject::Kind kind = subject_of(pictures[i]).kind;
    if (kind == Subject::Kind::figure) {
      paint_floor_shadow(base, place, push);
    }
    if (kind != Subject::Kind::card) {
      draw(base, resized(pictures[i], place.width, place.height), place.x, place.y);
    } else {
      paint_card(base, pictures[i], place, unit * density, push);
    }
  }
  return {std::move(base), left, top};
}

void draw_inset(Picture& onto, const Picture& picture, Area area) {
  const double radius = area.height * 0.12;
  const Mask outline = rounded_box(area.width, area.height, radius);
  paint(onto, outline, area.x, area.y, {250, 250, 248}, 0.90);
  const int edge = std::max(1, area.height / 32);
  const int side = area.height - 2 * edge;
  if (!is_cutout(picture)) {
    Picture inner = covering(picture, side, side);
    clip(inner, rounded_box(side, side, radius - edge));
    draw(onto, inner, area.x + edge, area.y + edge);
    return;
  }
  const double scale = (side - 2.0 * edge) / std::max(picture.width, picture.height);
  const int width = std::max(1, rounded(picture.width * scale));
  const int height = std::max(1, rounded(picture.height * scale));
  draw(onto, resized(picture, width, height), area.x + (area.width - width) / 2,
       area.y + (area.height - height) / 2);
}

}  // namespace reshoot
