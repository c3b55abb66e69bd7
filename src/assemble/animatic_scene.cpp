// SPDX-License-Identifier: Apache-2.0
// What an animatic shows of a request: which pictures and texts it needs, and the set built from
// them.
#include "assemble/animatic_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "assemble/camera_words.h"
#include "assemble/composition.h"
#include "assemble/prompt_text.h"
#include "assemble/slate_ground.h"

namespace reshoot {
namespace {

constexpr Rate default_rate{30, 1};
constexpr Ratio default_ratio{16, 9};
constexpr std::size_t fixed_pages = 2;  // slate and timecode stand before the captions

/// Plates are painted finer than the frame, so that a move keeps edges crisp; very large frames are
/// fine enough.
double density_for(Size size) {
  return size.width * size.height <= 1920 * 1080 ? 1.5 : 1.0;
}

int rounded(double value) {
  return static_cast<int>(std::lround(value));
}

Size scaled(Size size, double by) {
  return {rounded(size.width * by), rounded(size.height * by)};
}

/// A full-frame picture is painted as much larger as the camera may leave the resting frame.
Size far_size(const AnimaticScene& scene) {
  const CameraReach reach = reach_of(scene.move);
  return {rounded(scene.size.width * (1 + 2 * reach.x)),
          rounded(scene.size.height * (1 + 2 * reach.y))};
}

void want_cast(const GenerateRequest& request, AnimaticScene& scene) {
  const double density = density_for(scene.size);
  std::vector<WantedPicture> others;
  for (const CastRequest& member : request.cast) {
    scene.main_of_cast.push_back(scene.mains);
    for (std::size_t i = 0; i < member.references.size(); ++i) {
      const bool main = i == 0 && !scene.has_first;
      const double share = main ? density : 0.25;
      (main ? scene.pictures : others)
          .push_back({&member.references[i], scaled(scene.size, share), false});
      scene.mains += main ? 1U : 0U;
    }
  }
  for (std::size_t& index : scene.main_of_cast) {
    index = std::min(index, scene.mains);
  }
  scene.insets = place_insets(scene.size, static_cast<int>(others.size())).size();
  others.resize(scene.insets);
  scene.pictures.insert(scene.pictures.end(), others.begin(), others.end());
}

void want_frames(const GenerateRequest& request, AnimaticScene& scene) {
  const Size box = scaled(far_size(scene), density_for(scene.size));
  const auto want = [&](const std::optional<InputFile>& file) {
    if (file) {
      scene.pictures.push_back({&*file, box, true});
    }
    return file.has_value();
  };
  // A lone last frame is all there is to see: it takes the first one's place.
  scene.has_first = want(request.first_frame ? request.first_frame : request.last_frame);
  scene.has_last = request.first_frame && want(request.last_frame);
}

/// The plate, and where the move pulls focus, the same more and more blurred. `radius` in plate
/// pixels. What is blurred needs fewer pixels.
std::vector<Plate> focus_levels(const Picture& picture, const Plate& sharp, bool rack_focus,
                                double radius) {
  std::vector<Plate> levels{sharp};
  for (const auto& [share, shrink] : {std::pair{0.4, 2}, std::pair{1.0, 3}}) {
    if (rack_focus) {
      const Area whole_steps{0, 0, std::max(shrink, picture.width / shrink * shrink),
                             std::max(shrink, picture.height / shrink * shrink)};
      const Picture small = resized(cropped(picture, whole_steps), whole_steps.width / shrink,
                                    whole_steps.height / shrink);
      const int blur = std::max(1, rounded(radius * share / shrink));
      levels.push_back(plate_of(blurred(small, blur), sharp.opaque, sharp.density / shrink,
                                sharp.left, sharp.top));
    }
  }
  return levels;
}

/// A picture that fills the frame; one of a very different shape stands whole before its own blur.
Picture full_frame(const Picture& picture, Size size, double unit) {
  Picture base = blank(size.width, size.height);
  const Mask all = rounded_box(size.width, size.height, 0);
  paint(base, all, 0, 0, {0, 0, 0}, 1);  // what was clear becomes black
  const double mismatch = static_cast<double>(picture.width) * size.height /
                          (static_cast<double>(picture.height) * size.width);
  if (mismatch > 1 / 1.4 && mismatch < 1.4) {
    draw(base, covering(picture, size.width, size.height), 0, 0);
    return base;
  }
  // The blur is worked out small.
  const Size small = {std::max(1, size.width / 8), std::max(1, size.height / 8)};
  const Picture soft =
      blurred(covering(picture, small.width, small.height), std::max(1, rounded(5 * unit)));
  draw(base, resized(soft, size.width, size.height), 0, 0);
  paint(base, all, 0, 0, {0, 0, 0}, 0.3);
  const double scale = std::min(static_cast<double>(size.width) / picture.width,
                                static_cast<double>(size.height) / picture.height);
  const Picture inner = resized(picture, std::max(1, rounded(picture.width * scale)),
                                std::max(1, rounded(picture.height * scale)));
  draw(base, inner, (size.width - inner.width) / 2, (size.height - inner.height) / 2);
  return base;
}

std::vector<Plate> picture_levels(const AnimaticScene& scene, const Picture& picture) {
  const double density = density_for(scene.size);
  const double unit = slate_layout(scene.size).unit;
  const Size world = far_size(scene);
  const Picture base = full_frame(picture, scaled(world, density), unit);
  const double left = (scene.size.width - world.width) / 2.0;
  const double top = (scene.size.height - world.height) / 2.0;
  return focus_levels(base, plate_of(base, true, density, left, top), scene.move.rack_focus,
                      12 * density * unit);
}

std::vector<Plate> stage_levels(const AnimaticScene& scene, double share) {
  const Size world = far_size(scene);
  const int margin_x = rounded((world.width - scene.size.width) / 2.0 * share) + 2;
  const int margin_y = rounded((world.height - scene.size.height) / 2.0 * share) + 2;
  const Picture base =
      paint_stage(scene.stage, scene.size.width, scene.size.height, margin_x, margin_y);
  return focus_levels(base, plate_of(base, true, 1, -margin_x, -margin_y), scene.move.rack_focus,
                      12 * slate_layout(scene.size).unit);
}

/// Cut-outs without the empty rim that their files have.
Picture without_rim(const Picture& picture) {
  const Area area = visible_area(picture);
  return is_cutout(picture) && area.width > 0 ? cropped(picture, area) : picture;
}

std::vector<Plate> cast_levels(const AnimaticScene& scene, const std::vector<Picture>& pictures) {
  std::vector<Subject> subjects;
  for (const Picture& picture : pictures) {
    subjects.push_back(subject_of(picture));
  }
  const std::vector<Area> areas = place_subjects(
      scene.size, subjects, place_insets(scene.size, static_cast<int>(scene.insets)));
  const double density = density_for(scene.size);
  const PaintedSubjects painted =
      paint_subjects(pictures, areas, scene.size, density, scene.stage.light_x);
  const Plate sharp = plate_of(painted.picture, false, density, painted.left, painted.top);
  return focus_levels(painted.picture, sharp, scene.move.rack_focus,
                      9 * density * slate_layout(scene.size).unit);
}

/// The slate as two plates, so that the empty middle of the frame costs nothing.
void add_slate(const Picture& picture, std::vector<FixedPlate>& plates) {
  const int half = picture.height / 4 * 2;
  for (const auto& [top, bottom] : {std::pair{0, half}, std::pair{half, picture.height}}) {
    Picture part = blank(picture.width, picture.height);
    draw(part, cropped(picture, {0, top, picture.width, bottom - top}), 0, top);
    if (auto plate = fixed_plate_of(part)) {
      plates.push_back(std::move(*plate));
    }
  }
}

std::vector<Plate> digit_plates(const Picture& page, const SlateLayout& layout) {
  std::vector<Plate> plates;
  for (std::size_t i = 0; i < timecode_characters.size(); ++i) {
    plates.push_back(plate_of(cropped(page, timecode_cell(layout, i)), false, 1, 0, 0));
  }
  return plates;
}

/// The caption's letters on a soft dark ground.
Picture with_ground(const Picture& page, double unit) {
  const Area text = visible_area(page);
  Picture caption = blank(page.width, page.height);
  if (text.width > 0) {
    const int pad = std::max(3, rounded(12 * unit));
    paint(caption, rounded_box(text.width + 3 * pad, text.height + 2 * pad, 10 * unit),
          text.x - 3 * pad / 2, text.y - pad, {8, 9, 12}, 0.62);
  }
  draw(caption, page, 0, 0);
  return caption;
}

std::int64_t frame_at(std::int64_t millis, const AnimaticScene& scene) {
  return std::clamp<std::int64_t>(millis * scene.rate.num / (1000LL * scene.rate.den), 0,
                                  scene.frames);
}

void add_captions(const AnimaticScene& scene, const Material& material,
                  const std::vector<LineTime>& times, FilmSet& set) {
  const double unit = slate_layout(scene.size).unit;
  std::size_t page = fixed_pages;
  for (std::size_t line = 0; line < times.size(); ++line) {
    double passed = 0;
    const auto at = [&](double share) {
      return frame_at(
          times[line].begin +
              std::llround(share * static_cast<double>(times[line].end - times[line].begin)),
          scene);
    };
    for (const double share : scene.caption_shares[line]) {
      if (auto plate = fixed_plate_of(with_ground(material.pages[page], unit))) {
        set.captions.push_back({std::move(*plate), at(passed), at(passed + share)});
      }
      passed += share;
      ++page;
    }
  }
}

}  // namespace

AnimaticScene plan_animatic(const GenerateWork& work) {
  const GenerateRequest& request = work.request;
  AnimaticScene scene;
  scene.size = size_of(request.lines, request.ratio.value_or(default_ratio));
  scene.rate = request.fps.value_or(default_rate);
  scene.frames = request.seconds.frames(scene.rate);
  scene.stage = stage_of(work.seed);
  scene.text.prompt = prompt_text(request);
  scene.move = camera_move_of(scene.text.prompt);
  scene.text.model = request.shown_model.empty() ? request.model : request.shown_model;
  scene.text.camera = text_of(scene.move);
  want_frames(request, scene);
  want_cast(request, scene);
  scene.large_prompt = !scene.has_first && scene.mains == 0;
  scene.pages.push_back(slate_page(scene.size, scene.text, scene.large_prompt));
  scene.pages.push_back(timecode_page(slate_layout(scene.size)));
  for (const LineRequest& line : request.says) {
    std::vector<double> shares;
    for (CaptionPage& caption : caption_pages(scene.size, line.text)) {
      shares.push_back(caption.share);
      scene.pages.push_back(std::move(caption.page));
    }
    scene.caption_shares.push_back(std::move(shares));
  }
  return scene;
}

std::vector<ScratchLine> scratch_lines(const GenerateRequest& request, const AnimaticScene& scene) {
  std::vector<ScratchLine> lines;
  for (const LineRequest& line : request.says) {
    const std::size_t place = scene.main_of_cast[line.cast];
    const double side =
        place < scene.mains && scene.mains > 1
            ? 2.0 * static_cast<double>(place) / static_cast<double>(scene.mains - 1) - 1
            : 0;
    lines.push_back({line.text,
                     std::string(voice_variant(request.cast[line.cast].description, line.cast)),
                     0.4 * side});
  }
  return lines;
}

FilmSet build_set(const AnimaticScene& scene, Material material,
                  const std::vector<LineTime>& times) {
  FilmSet set;
  set.accent = scene.stage.palette.accent;
  auto picture = material.pictures.begin();
  if (scene.has_first) {
    set.far = picture_levels(scene, *picture++);
    set.far_share = 1;
  } else {
    set.far = stage_levels(scene, set.far_share);
  }
  if (scene.has_last) {
    set.last = picture_levels(scene, *picture++);
  }
  std::vector<Picture> mains;
  for (std::size_t i = 0; i < scene.mains; ++i) {
    mains.push_back(without_rim(*picture++));
  }
  if (!mains.empty()) {
    set.near = cast_levels(scene, mains);
  }
  const auto prompt_lines =
      scene.large_prompt ? 0U : prompt_line_count(scene.size, scene.text.prompt);
  Picture slate = slate_ground(scene.size, set.accent, prompt_lines);
  for (const Area& area : place_insets(scene.size, static_cast<int>(scene.insets))) {
    draw_inset(slate, without_rim(*picture++), area);
  }
  draw(slate, material.pages[0], 0, 0);
  add_slate(slate, set.slate);
  set.digits = digit_plates(material.pages[1], slate_layout(scene.size));
  add_captions(scene, material, times, set);
  return set;
}

}  // namespace reshoot
