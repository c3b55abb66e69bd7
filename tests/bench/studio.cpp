// SPDX-License-Identifier: Apache-2.0
#include "studio.h"

#include <algorithm>

#include "base/check.h"

namespace reshoot {
namespace {

constexpr std::uint32_t samples = 32;
constexpr std::uint32_t references = 3;
constexpr std::size_t dimensions = 128;

/// Where the nth face of a sample is. Those in the background are below what counts as prominent.
FaceSample placed_face(std::uint32_t sample, std::size_t nth, bool in_front) {
  const float size = in_front ? 1.0F : 0.25F;
  FaceSample face;
  face.sample = sample;
  face.box = {100.5F + 350 * static_cast<float>(nth) + static_cast<float>(sample), 180.25F,
              121.5F * size, 150.75F * size};
  face.score = 0.9F;
  face.turn = 0.1F;
  face.sharpness = 180 * size * size;
  return face;
}

}  // namespace

Studio::Studio(std::uint32_t persons) {
  for (std::uint32_t person = 0; person < persons; ++person) {
    persons_.push_back(direction());
  }
}

Likeness Studio::likeness(std::uint32_t person) {
  Likeness likeness;
  for (std::uint32_t reference = 0; reference < references; ++reference) {
    ReferenceView view;
    view.reference = reference;
    view.faces = 1;
    view.vector = likeness.looks.add(face(person));
    likeness.views.push_back(view);
  }
  return likeness;
}

Measurement Studio::clip(const std::vector<std::uint32_t>& people, std::size_t in_front) {
  Measurement clip;
  clip.needs.faces = true;
  clip.technical.length = {8000};
  clip.technical.size = {1280, 720};
  clip.technical.frames = 192;
  clip.shots = {{0, 4000}, {4000, 8000}};
  for (std::uint32_t sample = 0; sample < samples; ++sample) {
    const std::uint32_t shot = sample < samples / 2 ? 0 : 1;
    clip.samples.push_back({sample * 250, shot});
    for (std::size_t i = 0; i < people.size(); ++i) {
      FaceSample& one = clip.faces.emplace_back(placed_face(sample, i, i < in_front));
      one.track = shot * 10 + static_cast<std::uint32_t>(i);
      one.vector = clip.face_vectors.add(face(people[i]));
    }
  }
  return clip;
}

std::vector<float> Studio::direction() {
  std::normal_distribution<float> part;
  std::vector<float> row(dimensions);
  std::generate(row.begin(), row.end(), [&] { return part(random_); });
  CHECK(normalise(row));
  return row;
}

std::vector<float> Studio::face(std::uint32_t person) {
  std::vector<float> row = direction();
  for (std::size_t i = 0; i < row.size(); ++i) {
    row[i] = 0.9F * persons_[person][i] + 0.436F * row[i];
  }
  CHECK(normalise(row));
  return row;
}

}  // namespace reshoot
