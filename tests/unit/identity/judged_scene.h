// SPDX-License-Identifier: Apache-2.0
#pragma once
// A scene with what was seen in its clip, made by hand, ready to be judged.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "identity/judge.h"
#include "identity/presence.h"
#include "unit/identity/thresholds_maker.h"

namespace reshoot::test {

constexpr float absent = -2;
constexpr float turned = -3;

/// `count` sampled frames like this one.
struct Stretch {
  std::size_t count = 0;
  float similarity = 0;  ///< or absent, turned
};

inline Presence presence_of(const std::vector<Stretch>& stretches,
                            CastKind kind = CastKind::person) {
  Presence presence;
  presence.kind = kind;
  presence.compared = true;
  for (const Stretch& stretch : stretches) {
    Sighting sighting{Sighting::Kind::seen, FaceUse::usable, stretch.similarity, {}};
    if (stretch.similarity == absent) {
      sighting = {};
    } else if (stretch.similarity == turned) {
      sighting = {Sighting::Kind::unusable, FaceUse::turned, 0, {}};
    }
    presence.sightings.insert(presence.sightings.end(), stretch.count, sighting);
  }
  summarise(presence);
  return presence;
}

/// A scene of Maya at level normal, and what was seen of her: a good take.
struct JudgedScene {
  Comparison comparison;
  std::vector<JudgedMember> cast{{"maya", {}}};
  std::vector<std::string> names{"maya", "leo", "nia"};
  IdentityPolicy strangers;
  MadeModels made;
  IdentityModels models = made.all();

  JudgedScene() {
    comparison.people_sought = true;
    comparison.cast.push_back(presence_of({{32, 0.65F}}));
    comparison.technical.has_sound = true;
  }
  Presence& maya() { return comparison.cast[0]; }
  IdentityPolicy& policy() { return cast[0].policy; }
  void see(const std::vector<Stretch>& stretches) { maya() = presence_of(stretches); }
  void add_leo(Presence presence) {
    cast.push_back({"leo", {}});
    comparison.cast.push_back(std::move(presence));
  }
  void add_stranger(int usable, std::optional<std::uint32_t> nearest = {}, float similarity = 0) {
    comparison.strangers.push_back({1000, 3000, usable, {}, 4, nearest, similarity});
  }
  void hear(float similarity, float seconds, float other = -1) {
    HeardLine line;
    line.compared = true;
    line.similarity = similarity;
    line.seconds = seconds;
    if (other > -1) {
      line.nearest = 1;
      line.nearest_similarity = other;
    }
    comparison.lines.push_back(line);
  }
  [[nodiscard]] Judgement judged() const {
    return judge(comparison, {cast, names, strangers, models});
  }
};

}  // namespace reshoot::test
