// SPDX-License-Identifier: Apache-2.0
#include "identity/compare_faces.h"

#include <algorithm>
#include <string>

#include "identity/casting.h"
#include "identity/face_tracks.h"
#include "identity/presence.h"
#include "identity/strangers.h"

namespace reshoot {

namespace {

/// Samples of one track that are no further apart are neighbours: frames are sampled about four
/// times a second, so that nothing finer than a quarter of a second can be seen.
constexpr std::int64_t neighbours_ms = 400;

/// Looks of all people of the campaign that this clip's faces can be held against.
std::vector<LookRows> looks_of_people(const Measurement& clip, const CompareQuestion& question) {
  std::vector<LookRows> looks(question.characters.size());
  for (std::size_t c = 0; c < looks.size(); ++c) {
    const Likeness* likeness = question.characters[c];
    if (clip.needs.faces && likeness != nullptr && likeness->kind == CastKind::person &&
        (clip.face_vectors.count() == 0 ||
         likeness->looks.dimensions == clip.face_vectors.dimensions)) {
      looks[c] = usable_looks(*likeness);
    }
  }
  return looks;
}

std::string gap_of(const Measurement& clip, const Likeness* likeness) {
  if (likeness == nullptr) {
    return "its references could not be measured";
  }
  if (!clip.needs.faces) {
    return "faces were not measured in this clip";
  }
  if (usable_looks(*likeness).empty()) {
    return likeness->gaps.empty() ? "none of its references shows a face that can be compared"
                                  : likeness->gaps.front();
  }
  return "its references and the clip were measured with different models";
}

Sighting sighting_of(const FaceSample& face, std::uint32_t index, const FaceScores& scores,
                     const CastPerson& person) {
  Sighting sighting{Sighting::Kind::unusable, face.use, 0, face.box};
  if (person.compared && is_comparable(face)) {
    sighting.kind = Sighting::Kind::seen;
    sighting.similarity = scores.at(index, person.character);
  }
  return sighting;
}

/// Gathers what one person is seen in, then its figures.
class PersonView {
 public:
  PersonView(const Measurement& clip, const FaceScores& scores, const CastPerson& person,
             Presence& presence)
      : clip_(clip), scores_(scores), person_(person), presence_(presence) {}

  void add(const FaceTrack& track) {
    const FaceSample* last = nullptr;
    for (const std::uint32_t i : track.faces) {
      const FaceSample& face = clip_.faces[i];
      Sighting& sighting = presence_.sightings[face.sample];
      sighting = sighting_of(face, i, scores_, person_);
      if (sighting.kind == Sighting::Kind::seen) {
        seen_.push_back(i);
        vectors_.push_back(clip_.face_vectors.row(*face.vector));
        note_change(last, face);
        last = &face;
      }
    }
  }

  void finish() {
    summarise(presence_);
    presence_.mean = mean_direction(vectors_);
    const FaceScores::Nearest nearest = scores_.nearest(seen_, person_.character);
    if (nearest.character) {
      presence_.nearest = nearest.character;
      presence_.margin = presence_.median - nearest.similarity;
    }
  }

 private:
  void note_change(const FaceSample* before, const FaceSample& face) {
    if (before == nullptr ||
        clip_.samples[face.sample].time_ms - clip_.samples[before->sample].time_ms >
            neighbours_ms) {
      return;
    }
    const float alike =
        cosine(clip_.face_vectors.row(*before->vector), clip_.face_vectors.row(*face.vector));
    if (alike < presence_.flicker) {
      presence_.flicker = alike;
      presence_.flicker_at = face.sample;
    }
  }

  const Measurement& clip_;
  const FaceScores& scores_;
  const CastPerson& person_;
  Presence& presence_;
  std::vector<std::uint32_t> seen_;  ///< faces
  std::vector<std::span<const float>> vectors_;
};

}  // namespace

void compare_faces(const Measurement& clip, const CompareQuestion& question,
                   Comparison& comparison) {
  const FaceScores scores(clip, looks_of_people(clip, question));
  const std::vector<FaceTrack> tracks = tracks_of(clip);
  std::vector<CastPerson> people;
  std::vector<std::uint32_t> members;  // of each: index into the cast
  for (std::uint32_t m = 0; m < question.cast.size(); ++m) {
    Presence& presence = comparison.cast[m];
    if (presence.kind != CastKind::person) {
      continue;
    }
    const std::uint32_t character = question.cast[m];
    presence.compared = scores.knows(character);
    if (!presence.compared) {
      presence.gap = gap_of(clip, question.characters[character]);
    }
    people.push_back({character, presence.compared});
    members.push_back(m);
  }
  const auto given = cast_tracks(clip, tracks, scores, people);
  for (std::uint32_t p = 0; p < people.size(); ++p) {
    PersonView view(clip, scores, people[p], comparison.cast[members[p]]);
    for (std::size_t t = 0; t < tracks.size(); ++t) {
      if (given[t] == p) {
        view.add(tracks[t]);
      }
    }
    view.finish();
  }
  comparison.strangers = strangers_in(clip, tracks, given, scores);
}

}  // namespace reshoot
