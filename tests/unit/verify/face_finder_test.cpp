// SPDX-License-Identifier: Apache-2.0
#include "verify/face_finder.h"

#include <doctest/doctest.h>

#include <vector>

namespace reshoot {
namespace {

FoundFace found(FaceBox box, float quality) {
  FoundFace out;
  out.face.box = box;
  out.face.score = quality;
  out.quality = quality;
  return out;
}

}  // namespace

TEST_CASE("face_quality: the score, less for faces far from 90 px") {
  CHECK(face_quality(0.9F, 90) == doctest::Approx(0.9));
  CHECK(face_quality(0.9F, 180) == doctest::Approx(0.82));
  CHECK(face_quality(0.9F, 45) == doctest::Approx(0.82));
  CHECK(face_quality(1, 360) == doctest::Approx(0.84));
}

TEST_CASE("best_faces: of boxes that share more than 0.4 of the smaller, the best one") {
  SUBCASE("a large face found at two scales, and a part of it") {
    const auto faces =
        best_faces({found({100, 100, 300, 300}, 0.7F), found({110, 90, 310, 300}, 0.8F),
                    found({200, 200, 50, 50}, 0.6F)},
                   16);
    REQUIRE(faces.size() == 1);
    CHECK(faces[0].box.x == 110);
  }
  SUBCASE("two people side by side, the larger first") {
    const auto faces =
        best_faces({found({0, 0, 100, 100}, 0.9F), found({70, 0, 120, 120}, 0.8F)}, 16);
    REQUIRE(faces.size() == 2);
    CHECK(faces[0].box.x == 70);
  }
  SUBCASE("a crowd is cut off") {
    std::vector<FoundFace> crowd;
    for (int i = 0; i < 40; ++i) {
      crowd.push_back(
          found({static_cast<float>(100 * i), 0, 50.0F + static_cast<float>(i), 50}, 0.9F));
    }
    const auto faces = best_faces(crowd, 16);
    REQUIRE(faces.size() == 16);
    CHECK(faces[0].box.x == 3900);
  }
  CHECK(best_faces({}, 16).empty());
}

}  // namespace reshoot
