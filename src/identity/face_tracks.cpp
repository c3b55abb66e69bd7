// SPDX-License-Identifier: Apache-2.0
#include "identity/face_tracks.h"

#include <algorithm>
#include <map>
#include <utility>

#include "identity/quantile.h"

namespace reshoot {

bool is_comparable(const FaceSample& face) {
  return face.use == FaceUse::usable && face.vector.has_value();
}

std::vector<FaceTrack> tracks_of(const Measurement& clip) {
  std::vector<FaceTrack> tracks;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> known;  // shot, track -> index
  for (std::uint32_t i = 0; i < clip.faces.size(); ++i) {
    const FaceSample& face = clip.faces[i];
    const std::uint32_t shot = clip.samples[face.sample].shot;
    const auto [found, is_new] = known.try_emplace({shot, face.track}, tracks.size());
    if (!is_new && clip.faces[tracks[found->second].faces.back()].sample == face.sample) {
      found->second = tracks.size();  // nobody is twice in a frame: these are two
    }
    if (found->second == tracks.size()) {
      tracks.push_back({shot, {}, {}});
    }
    FaceTrack& track = tracks[found->second];
    track.faces.push_back(i);
    if (is_comparable(face)) {
      track.usable.push_back(i);
    }
  }
  return tracks;
}

LookRows usable_looks(const Likeness& likeness) {
  LookRows rows;
  for (const ReferenceView& view : likeness.views) {
    if (view.vector && view.use == FaceUse::usable) {
      rows.push_back(likeness.looks.row(*view.vector));
    }
  }
  return rows;
}

float best_cosine(std::span<const float> vector, const LookRows& looks) {
  float best = -1;
  for (const std::span<const float> look : looks) {
    best = std::max(best, cosine(vector, look));
  }
  return best;
}

FaceScores::FaceScores(const Measurement& clip, const std::vector<LookRows>& characters)
    : known_(characters.size()), scores_(clip.faces.size() * characters.size()) {
  for (std::size_t c = 0; c < characters.size(); ++c) {
    known_[c] = !characters[c].empty();
  }
  for (std::size_t i = 0; i < clip.faces.size(); ++i) {
    if (!is_comparable(clip.faces[i])) {
      continue;
    }
    const std::span<const float> vector = clip.face_vectors.row(*clip.faces[i].vector);
    for (std::size_t c = 0; c < characters.size(); ++c) {
      if (known_[c]) {
        scores_[i * characters.size() + c] = best_cosine(vector, characters[c]);
      }
    }
  }
}

float FaceScores::median_of(std::span<const std::uint32_t> faces, std::uint32_t character) const {
  std::vector<float> values;
  values.reserve(faces.size());
  for (const std::uint32_t face : faces) {
    values.push_back(at(face, character));
  }
  return median(std::move(values));
}

FaceScores::Nearest FaceScores::nearest(std::span<const std::uint32_t> faces,
                                        std::optional<std::uint32_t> except) const {
  Nearest nearest;
  for (std::uint32_t c = 0; c < characters() && !faces.empty(); ++c) {
    if (!knows(c) || c == except) {
      continue;
    }
    const float similarity = median_of(faces, c);
    if (!nearest.character || similarity > nearest.similarity) {
      nearest = {c, similarity};
    }
  }
  return nearest;
}

}  // namespace reshoot
