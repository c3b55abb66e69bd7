// SPDX-License-Identifier: Apache-2.0
// What holds for every comparison, over clips that chance makes.

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "identity/compare.h"
#include "unit/identity/clip_maker.h"

namespace reshoot {
namespace {

constexpr std::uint32_t seed = 20261120;
constexpr int rounds = 300;

/// A clip with its characters, cast and lines.
struct Chance {
  Measurement clip;
  std::vector<Likeness> characters;
  std::vector<std::uint32_t> cast, lines;
};

class Maker {
 public:
  explicit Maker(std::uint32_t start) : random_(start) {}

  Chance next() {
    Chance chance;
    const std::uint32_t characters = below(6) + 1;
    for (std::uint32_t c = 0; c < characters; ++c) {
      chance.characters.push_back(likeness());
    }
    chance.clip = clip();
    std::vector<std::uint32_t> all(characters);
    std::iota(all.begin(), all.end(), 0U);
    std::shuffle(all.begin(), all.end(), random_);
    all.resize(below(std::min(characters, 3U) + 1));
    chance.cast = all;
    for (std::uint32_t i = 0; i < below(4) && !all.empty(); ++i) {
      chance.lines.push_back(below(static_cast<std::uint32_t>(all.size())));
    }
    return chance;
  }
  Likeness likeness() {
    Likeness made = test::likeness_of(below(4) == 0 ? CastKind::mascot : CastKind::person, {});
    for (std::uint32_t i = below(4); i > 0; --i) {
      ReferenceView view;
      view.use = below(5) == 0 ? FaceUse::turned : FaceUse::usable;
      view.vector = made.looks.add(vector());
      made.views.push_back(view);
    }
    if (below(2) == 0) {
      made.voices.add(vector());
    }
    return made;
  }

 private:
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }

  std::vector<float> vector() {
    std::normal_distribution<float> part;
    std::vector<float> row(test::made_dimensions);
    for (float& value : row) {
      value = part(random_);
    }
    normalise(row);
    return row;
  }

  FaceBox box() {
    return {static_cast<float>(below(1200)), static_cast<float>(below(600)),
            static_cast<float>(below(200)), static_cast<float>(below(200))};
  }

  Measurement clip() {
    const std::uint32_t samples = below(20);
    std::vector<std::uint32_t> cuts;
    if (samples > 4) {
      cuts.push_back(1 + below(samples - 2));
    }
    Measurement clip = test::ClipMaker(samples, cuts).make();
    clip.needs.faces = below(10) != 0;
    for (std::uint32_t sample = 0; sample < samples; ++sample) {
      for (std::uint32_t i = below(5); i > 0; --i) {
        FaceSample face{sample, below(6), box(), 0.9F, 0, 100, FaceUse::usable, std::nullopt};
        face.use = static_cast<FaceUse>(below(3) == 0 ? below(6) : 0);
        if (below(8) != 0) {
          face.vector = clip.face_vectors.add(vector());
        }
        clip.faces.push_back(face);
      }
      for (std::uint32_t i = below(3); i > 0; --i) {
        clip.pictures.push_back({sample, box(), clip.picture_vectors.add(vector())});
      }
    }
    std::int64_t at = 0;
    for (std::uint32_t i = below(5); i > 0; --i) {
      clip.speech.push_back({at, at + below(3000), clip.voice_vectors.add(vector())});
      at = clip.speech.back().to_ms;
    }
    return clip;
  }

  std::mt19937 random_;
};

Comparison compare_all(const Chance& chance) {
  return test::compared(chance.clip, chance.characters, chance.cast, chance.lines);
}

bool is_cosine(float value) {
  return value >= -1 && value <= 1;
}

void check_figures(const Presence& presence) {
  CHECK(is_cosine(presence.median));
  CHECK(is_cosine(presence.p10));
  CHECK(is_cosine(presence.min));
  CHECK(is_cosine(presence.flicker));
  CHECK(is_cosine(presence.end));
  CHECK(is_cosine(presence.own));
  CHECK(presence.min <= presence.p10);
  CHECK(presence.p10 <= presence.median);
  CHECK(presence.coverage >= 0);
  CHECK(presence.coverage <= 1);
  CHECK(presence.margin >= -2);
  CHECK(presence.margin <= 2);
  for (const Sighting& sighting : presence.sightings) {
    CHECK(is_cosine(sighting.similarity));
  }
}

}  // namespace

TEST_CASE("compare: figures are in their ranges, and survive their bytes") {
  MESSAGE("seed " << seed);
  Maker maker(seed);
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const Chance chance = maker.next();
    const Comparison comparison = compare_all(chance);
    REQUIRE(comparison.cast.size() == chance.cast.size());
    REQUIRE(comparison.lines.size() == chance.lines.size());
    for (const Presence& presence : comparison.cast) {
      CHECK(presence.sightings.size() == chance.clip.samples.size());
      check_figures(presence);
    }
    const Result<Comparison> read = comparison_from(to_bytes(comparison));
    REQUIRE(read.has_value());
    CHECK(*read == comparison);
    const Result<Measurement> clip = measurement_from(to_bytes(chance.clip));
    REQUIRE(clip.has_value());
    CHECK(*clip == chance.clip);
  }
}

TEST_CASE("compare: no face is two members at once") {
  MESSAGE("seed " << seed);
  Maker maker(seed);
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const Chance chance = maker.next();
    const Comparison comparison = compare_all(chance);
    for (std::size_t sample = 0; sample < chance.clip.samples.size(); ++sample) {
      std::size_t seen = 0;
      for (const Presence& presence : comparison.cast) {
        seen += presence.kind == CastKind::person &&
                        presence.sightings[sample].kind != Sighting::Kind::absent
                    ? 1
                    : 0;
      }
      const auto faces =
          std::count_if(chance.clip.faces.begin(), chance.clip.faces.end(),
                        [&](const FaceSample& face) { return face.sample == sample; });
      CHECK(static_cast<std::ptrdiff_t>(seen) <= faces);
    }
  }
}

TEST_CASE("compare: characters in another order give the same result") {
  MESSAGE("seed " << seed);
  Maker maker(seed);
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const Chance chance = maker.next();
    const auto count = static_cast<std::uint32_t>(chance.characters.size());
    const auto moved = [&](std::uint32_t character) { return count - 1 - character; };
    Chance other = chance;
    std::reverse(other.characters.begin(), other.characters.end());
    std::transform(other.cast.begin(), other.cast.end(), other.cast.begin(), moved);
    Comparison expected = compare_all(chance);
    const auto move = [&](std::optional<std::uint32_t>& character) {
      character = character ? std::optional(moved(*character)) : std::nullopt;
    };
    for (Presence& presence : expected.cast) {
      move(presence.nearest);
    }
    for (Stranger& stranger : expected.strangers) {
      move(stranger.nearest);
    }
    for (HeardLine& line : expected.lines) {
      move(line.nearest);
    }
    CHECK((compare_all(other) == expected));
  }
}

TEST_CASE(
    "compare: another character never raises a margin, and changes nothing else of the cast") {
  MESSAGE("seed " << seed);
  Maker maker(seed);
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const Chance chance = maker.next();
    Chance more = chance;
    more.characters.push_back(maker.likeness());
    const Comparison before = compare_all(chance);
    const Comparison after = compare_all(more);
    for (std::size_t m = 0; m < before.cast.size(); ++m) {
      CHECK(after.cast[m].margin <= before.cast[m].margin);
      CHECK((after.cast[m].sightings == before.cast[m].sightings));
      CHECK(after.cast[m].median == before.cast[m].median);
    }
  }
}

}  // namespace reshoot
