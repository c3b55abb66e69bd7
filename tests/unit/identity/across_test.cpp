// SPDX-License-Identifier: Apache-2.0
#include "identity/across.h"

#include <doctest/doctest.h>

#include <deque>

#include "unit/identity/clip_maker.h"
#include "unit/identity/thresholds_maker.h"

namespace reshoot {
namespace {

using doctest::Approx;
using test::ClipMaker;
using test::person;

/// A campaign of persons 0 to 2 and its clips.
struct Campaign {
  std::vector<Likeness> characters{person(0), person(1), person(2)};
  std::deque<Comparison> comparisons;
  test::MadeModels models;
  IdentityModels all = models.all();

  /// A clip with one face, of which the cast is `cast`.
  void add(std::uint32_t cast, const std::vector<float>& cosines, std::uint32_t away = 0) {
    Measurement clip = ClipMaker(8).face(0, 8, cosines).make();
    clip.face_vectors = {};
    for (std::uint32_t i = 0; i < 8; ++i) {
      clip.faces[i].vector = clip.face_vectors.add(test::with_cosines(cosines, away));
    }
    comparisons.push_back(test::compared(clip, characters, {cast}));
    clips.push_back({{cast}, &comparisons.back()});
  }
  [[nodiscard]] Across result() const {
    AcrossQuestion asked{clips, {}, {}, all};
    for (const Likeness& likeness : characters) {
      asked.characters.push_back(&likeness);
      asked.levels.push_back(IdentityLevel::normal);
    }
    return across(asked);
  }
  std::vector<AcrossClip> clips;
};

}  // namespace

TEST_CASE("across: the matrix of medians") {
  Campaign campaign;
  campaign.add(0, {0.7F});
  campaign.add(1, {0, 0.6F});
  campaign.clips.push_back({{0}, nullptr});
  campaign.add(0, {0.65F});
  const Across result = campaign.result();
  CHECK(result.clips == 4);
  CHECK(*result.median(0, 0) == Approx(0.7));
  CHECK_FALSE(result.median(0, 1).has_value());
  CHECK(*result.median(1, 1) == Approx(0.6));
  CHECK_FALSE(result.median(0, 2).has_value());
  CHECK(*result.median(0, 3) == Approx(0.65));
  REQUIRE(result.characters.size() == 2);
  CHECK(result.characters[0].clips == 2);
  CHECK(result.characters[0].median == Approx(0.675));
  CHECK(result.characters[0].agreement > 0.99F);
  CHECK(result.characters[1].agreement == 1);
  CHECK(result.outliers.empty());
}

TEST_CASE("across: a clip that shows somebody else is the outlier, whatever is in the others") {
  Campaign campaign;
  campaign.add(0, {0.7F});
  campaign.add(0, {0.3F}, 1);
  campaign.add(0, {0.65F});
  const Across result = campaign.result();
  REQUIRE(result.outliers.size() == 1);
  const ClipOutlier& outlier = result.outliers[0];
  CHECK(outlier.character == 0);
  CHECK(outlier.clip == 1);
  CHECK_FALSE(outlier.by_spread);
  CHECK(outlier.similarity == Approx(0.3 * 0.65).epsilon(0.02));
  CHECK(outlier.threshold == 0.5F);
}

TEST_CASE("across: a clip that is alike enough, but much less than the others") {
  Campaign campaign;
  for (int i = 0; i < 6; ++i) {
    campaign.add(0, {0.7F + 0.01F * static_cast<float>(i)});
  }
  campaign.add(0, {0.9F, 0.1F}, 1);  // cosines to the others about .65
  const Across result = campaign.result();
  REQUIRE(result.outliers.size() == 1);
  CHECK(result.outliers[0].clip == 6);
  CHECK(result.outliers[0].by_spread);
  CHECK(result.outliers[0].agreement > 0.5F);
  CHECK(result.outliers[0].agreement < result.outliers[0].threshold);
}

TEST_CASE("across: characters that are easily mistaken") {
  Campaign campaign;
  campaign.characters[1] = test::likeness_of(CastKind::person, {test::with_cosines({0.5F, 0.86F})});
  campaign.add(0, {0.7F, 0.1F});
  campaign.add(0, {0.6F, 0.4F});
  const Across result = campaign.result();
  REQUIRE(result.look_alikes.size() == 1);
  CHECK(result.look_alikes[0].one == 0);
  CHECK(result.look_alikes[0].other == 1);
  CHECK(result.look_alikes[0].similarity == Approx(0.5));
  CHECK(result.look_alikes[0].clip == 1U);
  CHECK(*result.look_alikes[0].margin < 0.15F);
}

TEST_CASE("across: nothing is a matrix of nothing") {
  const Campaign campaign;
  const Across result = campaign.result();
  CHECK(result.clips == 0);
  CHECK(result.medians.empty());
  CHECK(result.characters.empty());
}

TEST_CASE("cosine_of: small steps keep a direction") {
  const std::vector<std::int8_t> a{127, 0, 64};
  CHECK(cosine_of(a, a) == Approx(1));
  CHECK(cosine_of(a, std::vector<std::int8_t>{0, 127, 0}) == 0);
  CHECK(cosine_of(a, std::vector<std::int8_t>{-127, 0, -64}) == Approx(-1));
  CHECK(cosine_of(a, std::vector<std::int8_t>{127, 0}) == 0);
  CHECK(cosine_of({}, {}) == 0);
}

}  // namespace reshoot
