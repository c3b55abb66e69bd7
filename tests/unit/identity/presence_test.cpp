// SPDX-License-Identifier: Apache-2.0
#include "identity/presence.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

Presence seen(const std::vector<float>& similarities) {
  Presence presence;
  for (const float similarity : similarities) {
    presence.sightings.push_back({Sighting::Kind::seen, FaceUse::usable, similarity, {}});
  }
  summarise(presence);
  return presence;
}

}  // namespace

TEST_CASE("summarise: unusable sightings cover, and are no figures") {
  Presence presence;
  presence.sightings.resize(4);
  presence.sightings[1] = {Sighting::Kind::seen, FaceUse::usable, 0.6F, {}};
  presence.sightings[2] = {Sighting::Kind::unusable, FaceUse::turned, 0, {}};
  summarise(presence);
  CHECK(presence.usable == 1);
  CHECK(presence.coverage == 0.5F);
  CHECK(presence.median == 0.6F);
  CHECK(presence.min == 0.6F);
  CHECK(presence.end == 0.6F);
}

TEST_CASE("summarise: drift rests on three samples at each end") {
  CHECK(seen({0.9F, 0.9F, 0.9F, 0.5F, 0.5F}).drift == 0);
  CHECK(seen({0.9F, 0.9F, 0.9F, 0.5F, 0.5F, 0.5F}).drift == doctest::Approx(0.4));
  CHECK(seen({0.9F, 0.9F, 0.9F, 0.9F, 0.9F, 0.1F}).drift == doctest::Approx(0));
}

TEST_CASE("mean_direction: the largest component fills its byte") {
  const std::vector<float> a{0.6F, -0.8F};
  const std::vector<float> b{0.6F, 0.0F};
  CHECK(mean_direction({a, b}) == std::vector<std::int8_t>{127, -85});
  CHECK(mean_direction({}).empty());
  const std::vector<float> back{-0.6F, 0.8F};
  CHECK(mean_direction({a, back}).empty());
}

}  // namespace reshoot
