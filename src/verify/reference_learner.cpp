// SPDX-License-Identifier: Apache-2.0
#include "verify/reference_learner.h"

#include <algorithm>

#include "identity/prominence.h"
#include "media/limits.h"
#include "media/probe.h"
#include "verify/frame_reader.h"

namespace reshoot {
namespace {

constexpr Sampling of_clips{.per_second = 1, .max_samples = 8};

Result<ReferenceView> view_face(const PictureView& picture, Eyes& eyes, Vectors& looks) {
  TRY_ASSIGN(const std::vector<SeenFace> faces, eyes.faces_in(picture));
  ReferenceView view;
  view.faces = static_cast<int>(faces.size());
  if (faces.empty()) {
    return view;
  }
  const SeenFace& largest = faces.front();
  view.box = largest.shape.box;
  view.score = largest.shape.score;
  view.turn = largest.turn;
  view.sharpness = largest.sharpness;
  view.use = largest.use;
  view.rivals =
      static_cast<int>(std::count_if(faces.begin() + 1, faces.end(), [&](const SeenFace& face) {
        return is_prominent(face.shape.box.width / largest.shape.box.width,
                            face.sharpness / largest.sharpness);
      }));
  if (!largest.vector.empty()) {
    view.vector = looks.add(largest.vector);
  }
  return view;
}

Result<ReferenceView> view_whole(const PictureView& picture, Eyes& eyes, Vectors& looks) {
  ReferenceView view;
  view.box = {0, 0, static_cast<float>(picture.size.width),
              static_cast<float>(picture.size.height)};
  TRY_ASSIGN(const std::vector<float> vector, eyes.look_at(picture, view.box));
  view.vector = looks.add(vector);
  return view;
}

Result<void> learn_picture(const PictureView& picture, std::uint32_t reference, Eyes& eyes,
                           Likeness& into) {
  const bool person = into.kind == CastKind::person;
  TRY_ASSIGN(ReferenceView view,
             person ? view_face(picture, eyes, into.looks) : view_whole(picture, eyes, into.looks));
  view.reference = reference;
  into.views.push_back(view);
  return {};
}

Result<void> learn_clip(const CharacterFiles::File& file, std::uint32_t reference, Eyes& eyes,
                        const Tools& tools, const Cancel& cancel, Likeness& into) {
  TRY_ASSIGN(const MediaFacts facts, probe_headers(file.path, file.type, tools, cancel));
  Result<void> outcome;
  FramesRead read;
  if (facts.picture) {
    const auto take = [&](const SampledFrame& frame) {
      if (outcome) {
        outcome = learn_picture(frame.picture, reference, eyes, into);
      }
    };
    TRY_ASSIGN(read,
               read_frames(file.path, file.type, *facts.picture, of_clips, tools, cancel, take));
  }
  if (read.samples == 0) {
    return damaged(file.path, file.type, "it shows no picture");
  }
  return outcome;
}

}  // namespace

Result<void> learn_reference(const CharacterFiles::File& file, std::uint32_t reference, Eyes& eyes,
                             const Tools& tools, const Cancel& cancel, Likeness& into) {
  if (!is_image(file.type)) {
    return learn_clip(file, reference, eyes, tools, cancel, into);
  }
  TRY_ASSIGN(const RgbPicture picture,
             read_picture(file.path, file.type, Sampling{}.longest_side, tools, cancel));
  return learn_picture(picture.view(), reference, eyes, into);
}

}  // namespace reshoot
