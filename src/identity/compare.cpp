// SPDX-License-Identifier: Apache-2.0
#include "identity/compare.h"

#include <string>

#include "base/check.h"
#include "identity/compare_faces.h"
#include "identity/compare_pictures.h"
#include "identity/compare_voices.h"

namespace reshoot {

namespace {

/// Why nothing is seen in a clip of which no frame could be looked at.
std::string why_unseen(const Measurement& clip) {
  return clip.gaps.empty() ? "no frame of the clip could be looked at" : clip.gaps.front();
}

}  // namespace

Comparison compare(const Measurement& clip, const CompareQuestion& question) {
  Comparison comparison;
  comparison.technical = clip.technical;
  comparison.people_sought = clip.needs.faces;
  for (const FrameSample& sample : clip.samples) {
    comparison.times_ms.push_back(sample.time_ms);
  }
  for (std::size_t shot = 1; shot < clip.shots.size(); ++shot) {
    comparison.cuts_ms.push_back(clip.shots[shot].from_ms);
  }
  for (const std::uint32_t character : question.cast) {
    CHECK(character < question.characters.size());
    Presence& presence = comparison.cast.emplace_back();
    const Likeness* likeness = question.characters[character];
    presence.kind = likeness != nullptr ? likeness->kind : CastKind::person;
    presence.sightings.resize(clip.samples.size());
  }
  for (const std::uint32_t member : question.lines) {
    CHECK(member < question.cast.size());
  }
  compare_faces(clip, question, comparison);
  compare_pictures(clip, question, comparison);
  for (Presence& presence : comparison.cast) {
    if (clip.samples.empty() && presence.compared) {
      presence.gap = why_unseen(clip);
    }
  }
  comparison.lines = compare_voices(clip, question);
  return comparison;
}

}  // namespace reshoot
