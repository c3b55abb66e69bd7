// SPDX-License-Identifier: Apache-2.0
#pragma once
// Measurements and likenesses made by hand: a face is the cosines that it has with the characters.

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "identity/compare.h"

namespace reshoot::test {

constexpr std::uint32_t made_dimensions = 16;

/// A vector of length 1 with these cosines to characters 0, 1, ...; what is left of its length
/// points to where no character is. `away`: one of two such directions.
inline std::vector<float> with_cosines(const std::vector<float>& cosines, std::uint32_t away = 0) {
  std::vector<float> row(made_dimensions);
  float square = 0;
  for (std::size_t i = 0; i < cosines.size(); ++i) {
    row[i] = cosines[i];
    square += cosines[i] * cosines[i];
  }
  row[made_dimensions - 1 - away] = std::sqrt(std::max(0.0F, 1 - square));
  return row;
}

/// The direction of character `index`.
inline std::vector<float> direction(std::uint32_t index) {
  std::vector<float> cosines(index + 1);
  cosines[index] = 1;
  return with_cosines(cosines);
}

inline Likeness likeness_of(CastKind kind, const std::vector<std::vector<float>>& looks) {
  Likeness likeness;
  likeness.kind = kind;
  for (std::uint32_t i = 0; i < looks.size(); ++i) {
    ReferenceView view;
    view.reference = i;
    view.faces = kind == CastKind::person ? 1 : 0;
    view.box = {10, 10, 120, 150};
    view.score = 0.95F;
    view.vector = likeness.looks.add(looks[i]);
    likeness.views.push_back(view);
  }
  return likeness;
}

/// Person `index` with one reference.
inline Likeness person(std::uint32_t index) {
  return likeness_of(CastKind::person, {direction(index)});
}

inline Likeness with_voice(Likeness likeness, std::uint32_t index) {
  likeness.voice = VoiceView{8, 30, 0.8F};
  likeness.voices.add(direction(index));
  return likeness;
}

/// A clip of 1280x720, sampled four times a second.
class ClipMaker {
 public:
  explicit ClipMaker(std::uint32_t samples, std::vector<std::uint32_t> cuts = {}) {
    clip_.needs = {true, true, true};
    clip_.technical.length = {samples * 250};
    clip_.technical.size = {1280, 720};
    clip_.technical.fps = {24, 1};
    clip_.technical.frames = samples * 6;
    clip_.technical.has_sound = true;
    cuts.push_back(samples);
    std::uint32_t from = 0;
    for (const std::uint32_t to : cuts) {
      clip_.shots.push_back({from * 250, to * 250});
      for (; from < to; ++from) {
        clip_.samples.push_back({from * 250, static_cast<std::uint32_t>(clip_.shots.size() - 1)});
      }
    }
  }

  /// One track through samples `from` up to, not with, `to`.
  ClipMaker& face(std::uint32_t from, std::uint32_t to, const std::vector<float>& cosines,
                  FaceBox box = {500, 200, 120, 150}) {
    for (std::uint32_t sample = from; sample < to; ++sample) {
      add(sample, box, FaceUse::usable, clip_.face_vectors.add(with_cosines(cosines)));
    }
    ++track_;
    return *this;
  }
  /// A track that cannot be compared.
  ClipMaker& unusable(std::uint32_t from, std::uint32_t to, FaceUse use = FaceUse::turned,
                      FaceBox box = {500, 200, 120, 150}) {
    for (std::uint32_t sample = from; sample < to; ++sample) {
      add(sample, box, use, std::nullopt);
    }
    ++track_;
    return *this;
  }
  /// More of the track before.
  ClipMaker& same_track() {
    --track_;
    return *this;
  }
  ClipMaker& picture(std::uint32_t sample, const std::vector<float>& cosines,
                     FaceBox crop = {0, 0, 1280, 720}) {
    clip_.pictures.push_back({sample, crop, clip_.picture_vectors.add(with_cosines(cosines))});
    return *this;
  }
  ClipMaker& speech(std::int64_t from_ms, std::int64_t to_ms, const std::vector<float>& cosines) {
    clip_.speech.push_back({from_ms, to_ms, clip_.voice_vectors.add(with_cosines(cosines))});
    return *this;
  }

  /// Faces by sample, as measured.
  [[nodiscard]] Measurement make() const {
    Measurement clip = clip_;
    std::stable_sort(clip.faces.begin(), clip.faces.end(),
                     [](const FaceSample& a, const FaceSample& b) { return a.sample < b.sample; });
    return clip;
  }

 private:
  void add(std::uint32_t sample, FaceBox box, FaceUse use, std::optional<std::uint32_t> vector) {
    clip_.faces.push_back({sample, track_, box, 0.9F, 0.1F, 200, use, vector});
  }

  Measurement clip_;
  std::uint32_t track_ = 0;
};

/// Compares with these characters.
inline Comparison compared(const Measurement& clip, const std::vector<Likeness>& characters,
                           std::vector<std::uint32_t> cast, std::vector<std::uint32_t> lines = {}) {
  CompareQuestion question;
  for (const Likeness& likeness : characters) {
    question.characters.push_back(&likeness);
  }
  question.cast = std::move(cast);
  question.lines = std::move(lines);
  return compare(clip, question);
}

}  // namespace reshoot::test
