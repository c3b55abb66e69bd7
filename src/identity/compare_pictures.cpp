// SPDX-License-Identifier: Apache-2.0
#include "identity/compare_pictures.h"

#include <algorithm>
#include <string>
#include <utility>

#include "identity/face_tracks.h"
#include "identity/presence.h"
#include "identity/quantile.h"

namespace reshoot {

namespace {

std::vector<LookRows> looks_of_things(const Measurement& clip, const CompareQuestion& question) {
  std::vector<LookRows> looks(question.characters.size());
  for (std::size_t c = 0; c < looks.size(); ++c) {
    const Likeness* likeness = question.characters[c];
    if (clip.needs.pictures && likeness != nullptr && likeness->kind != CastKind::person &&
        likeness->looks.dimensions == clip.picture_vectors.dimensions) {
      looks[c] = usable_looks(*likeness);
    }
  }
  return looks;
}

std::string gap_of(const Measurement& clip, const Likeness* likeness) {
  if (likeness == nullptr) {
    return "its references could not be measured";
  }
  if (!clip.needs.pictures) {
    return "pictures were not measured in this clip";
  }
  if (clip.picture_vectors.count() == 0) {
    return clip.gaps.empty() ? "no picture of this clip could be measured" : clip.gaps.front();
  }
  if (usable_looks(*likeness).empty()) {
    return likeness->gaps.empty() ? "none of its references could be measured"
                                  : likeness->gaps.front();
  }
  return "its references and the clip were measured with different models";
}

/// How alike the references of one character are: the median of what each has in common with the
/// most similar other one. 0: there are not two.
float own_likeness(const LookRows& looks) {
  std::vector<float> nearest;
  for (std::size_t i = 0; i < looks.size() && looks.size() > 1; ++i) {
    LookRows others = looks;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    nearest.push_back(best_cosine(looks[i], others));
  }
  return median(std::move(nearest));
}

/// In each sampled frame the part that is most like `looks`, as indices into the pictures.
std::vector<std::uint32_t> best_parts(const Measurement& clip, const LookRows& looks,
                                      Presence& presence) {
  std::vector<std::uint32_t> best;
  for (std::uint32_t i = 0; i < clip.pictures.size(); ++i) {
    const PictureSample& part = clip.pictures[i];
    Sighting& sighting = presence.sightings[part.sample];
    const float similarity = best_cosine(clip.picture_vectors.row(part.vector), looks);
    const bool is_first = sighting.kind == Sighting::Kind::absent;
    if (!is_first && similarity <= sighting.similarity) {
      continue;
    }
    sighting = {Sighting::Kind::seen, FaceUse::usable, similarity, part.crop};
    if (is_first) {
      best.push_back(i);
    } else {
      best.back() = i;
    }
  }
  return best;
}

/// The margin to the most similar other character in the same parts of the frames.
void add_margin(const std::vector<LookRows>& looks, std::uint32_t character,
                const std::vector<std::span<const float>>& rows, Presence& presence) {
  for (std::uint32_t c = 0; c < looks.size() && !rows.empty(); ++c) {
    if (c == character || looks[c].empty()) {
      continue;
    }
    std::vector<float> values;
    values.reserve(rows.size());
    for (const std::span<const float> row : rows) {
      values.push_back(best_cosine(row, looks[c]));
    }
    const float margin = presence.median - median(std::move(values));
    if (!presence.nearest || margin < presence.margin) {
      presence.nearest = c;
      presence.margin = margin;
    }
  }
}

}  // namespace

void compare_pictures(const Measurement& clip, const CompareQuestion& question,
                      Comparison& comparison) {
  const std::vector<LookRows> looks = looks_of_things(clip, question);
  for (std::size_t m = 0; m < question.cast.size(); ++m) {
    Presence& presence = comparison.cast[m];
    const std::uint32_t character = question.cast[m];
    if (presence.kind == CastKind::person) {
      continue;
    }
    presence.compared = !looks[character].empty();
    if (!presence.compared) {
      presence.gap = gap_of(clip, question.characters[character]);
      continue;
    }
    presence.own = own_likeness(looks[character]);
    std::vector<std::span<const float>> rows;
    for (const std::uint32_t part : best_parts(clip, looks[character], presence)) {
      rows.push_back(clip.picture_vectors.row(clip.pictures[part].vector));
    }
    summarise(presence);
    presence.mean = mean_direction(rows);
    add_margin(looks, character, rows, presence);
  }
}

}  // namespace reshoot
