// SPDX-License-Identifier: Apache-2.0
#include "verify/clip_watcher.h"

#include "verify/tracks.h"

namespace reshoot {

ClipWatcher::ClipWatcher(Eyes& eyes, const EyeModels& models, Measurement& into)
    : eyes_(eyes),
      faces_(into.needs.faces && models.see_faces()),
      pictures_(into.needs.pictures && models.see_pictures()),
      into_(into) {}

void ClipWatcher::watch(const SampledFrame& frame) {
  if (outcome_ && !frame.thumbs.empty()) {
    outcome_ = look(frame);
  }
}

Result<void> ClipWatcher::look(const SampledFrame& frame) {
  const auto sample = static_cast<std::uint32_t>(into_.samples.size());
  // The sampled moment is the first thumbnail: the cuts of the others come after it.
  cuts_.add(frame.thumbs.front().time_ms, frame.thumbs.front().picture);
  into_.samples.push_back({frame.time_ms, cuts_.shot()});
  stills_.add(frame.thumbs.front().picture);
  for (std::size_t i = 1; i < frame.thumbs.size(); ++i) {
    cuts_.add(frame.thumbs[i].time_ms, frame.thumbs[i].picture);
  }
  end_ms_ = frame.thumbs.back().time_ms;
  if (faces_) {
    TRY(look_for_faces(frame.picture, sample));
  }
  if (pictures_) {
    TRY(look_at_parts(frame.picture, sample));
  }
  return {};
}

Result<void> ClipWatcher::look_for_faces(const PictureView& picture, std::uint32_t sample) {
  TRY_ASSIGN(const std::vector<SeenFace> seen, eyes_.faces_in(picture));
  for (const SeenFace& face : seen) {
    FaceSample out;
    out.sample = sample;
    out.box = face.shape.box;
    out.score = face.shape.score;
    out.turn = face.turn;
    out.sharpness = face.sharpness;
    out.use = face.use;
    if (!face.vector.empty()) {
      out.vector = into_.face_vectors.add(face.vector);
    }
    into_.faces.push_back(out);
  }
  return {};
}

Result<void> ClipWatcher::look_at_parts(const PictureView& picture, std::uint32_t sample) {
  for (const FaceBox& part : parts_of(picture.size)) {
    TRY_ASSIGN(const std::vector<float> vector, eyes_.look_at(picture, part));
    into_.pictures.push_back({sample, part, into_.picture_vectors.add(vector)});
  }
  return {};
}

Result<std::int64_t> ClipWatcher::finish() {
  TRY(outcome_);
  join_tracks(into_.faces, into_.face_vectors, into_.samples);
  into_.shots = cuts_.shots(end_ms_);
  into_.technical.black = stills_.black();
  into_.technical.frozen = stills_.frozen();
  return end_ms_;
}

}  // namespace reshoot
