// SPDX-License-Identifier: Apache-2.0
#include "verify/tracks.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "unit/verify/drawn.h"

namespace reshoot {
namespace {

/// A face of 100 px at `x` in a sample; `degrees` is the direction of its vector.
struct Seen {
  std::uint32_t sample = 0;
  float x = 0;
  std::optional<double> degrees;
  float width = 100;
};

struct Row {
  std::string what;
  std::vector<std::uint32_t> shots;  // of the samples
  std::vector<Seen> faces;
  std::vector<std::uint32_t> tracks;  // of the faces
};

std::vector<std::uint32_t> tracks_of(const Row& row) {
  std::vector<FrameSample> samples;
  for (std::size_t i = 0; i < row.shots.size(); ++i) {
    samples.push_back({static_cast<std::int64_t>(250 * i), row.shots[i]});
  }
  std::vector<FaceSample> faces;
  Vectors vectors;
  for (const Seen& seen : row.faces) {
    FaceSample face;
    face.sample = seen.sample;
    face.box = {seen.x, 50, seen.width, 120};
    if (seen.degrees) {
      face.vector = vectors.add(test::direction(*seen.degrees));
    }
    faces.push_back(face);
  }
  join_tracks(faces, vectors, samples);
  std::vector<std::uint32_t> out;
  for (const FaceSample& face : faces) {
    out.push_back(face.track);
  }
  return out;
}

}  // namespace

TEST_CASE("join_tracks: by shot, place and looks") {
  const std::vector<Row> rows{
      {"one face that stays", {0, 0, 0}, {{0, 10, 0}, {1, 15, 10}, {2, 20, 20}}, {0, 0, 0}},
      {"nobody", {0, 0}, {}, {}},
      {"a cut", {0, 1}, {{0, 10, 0}, {1, 10, 0}}, {0, 1}},
      {"another person at the same place", {0, 0}, {{0, 10, 0}, {1, 10, 90}}, {0, 1}},
      {"the same person across the picture", {0, 0}, {{0, 10, 0}, {1, 280, 20}}, {0, 0}},
      {"too far for anybody", {0, 0}, {{0, 10, 0}, {1, 400, 0}}, {0, 1}},
      {"half alike: only at the same place",
       {0, 0, 0},
       {{0, 10, 0}, {1, 40, 65}, {2, 200, 0}},
       {0, 0, 1}},
      {"two change sides",
       {0, 0},
       {{0, 0, 0}, {0, 150, 90}, {1, 10, 85}, {1, 140, 5}},
       {0, 1, 1, 0}},
      {"two of one sample are two", {0}, {{0, 10, 0}, {0, 12, 0}}, {0, 1}},
      {"without vectors by place", {0, 0, 0}, {{0, 10, {}}, {1, 60, {}}, {2, 200, {}}}, {0, 0, 1}},
      {"an unusable face between keeps the looks",
       {0, 0, 0},
       {{0, 10, 0}, {1, 12, {}}, {2, 14, 90}},
       {0, 0, 1}},
      {"one sample may be missed", {0, 0, 0}, {{0, 10, 0}, {2, 10, 0}}, {0, 0}},
      {"two may not", {0, 0, 0, 0}, {{0, 10, 0}, {3, 10, 0}}, {0, 1}},
      {"a face does not grow to more than twice its width",
       {0, 0},
       {{0, 10, 0}, {1, 10, 0, 210}},
       {0, 1}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(tracks_of(row) == row.tracks);
  }
}

}  // namespace reshoot
