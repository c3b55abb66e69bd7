// SPDX-License-Identifier: Apache-2.0
#include "verify/eyes.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "identity/vectors.h"
#include "unit/media/media_files.h"
#include "unit/verify/drawn.h"
#include "unit/verify/shared_eyes.h"
#include "verify/frame_reader.h"
#include "verify/pixels.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

RgbPicture shared_picture(const fs::path& path, std::int32_t longest = 1280) {
  const MediaType type = path.extension() == ".png" ? MediaType::png : MediaType::jpeg;
  auto picture = read_picture(path, type, longest, test::tools(), Cancel());
  REQUIRE(picture);
  return *std::move(picture);
}

std::vector<SeenFace> faces_in(Eyes& eyes, const RgbPicture& picture) {
  auto faces = eyes.faces_in(picture.view());
  REQUIRE(faces);
  return *std::move(faces);
}

/// The largest face of a photo.
struct Photo {
  std::string person, file;
  std::vector<float> vector;
};

std::vector<Photo> photos_of_people(const fs::path& data, Eyes& eyes) {
  std::vector<Photo> photos;
  for (const auto& entry : fs::recursive_directory_iterator(data / "faces")) {
    if (entry.path().extension() != ".jpg") {
      continue;
    }
    const auto faces = faces_in(eyes, shared_picture(entry.path()));
    const std::string file = entry.path().filename().string();
    CAPTURE(file);
    REQUIRE_FALSE(faces.empty());
    REQUIRE(faces[0].use == FaceUse::usable);
    photos.push_back({entry.path().parent_path().filename().string(), file, faces[0].vector});
  }
  return photos;
}

float part_of(const std::vector<float>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

TEST_CASE("Eyes: photos of one person agree, those of two do not") {
  const auto data = test::identity_data();
  if (!data) {
    return;
  }
  EyesPool pool(test::shared_eyes(*data));
  const auto eyes = pool.borrow();
  const std::vector<Photo> photos = photos_of_people(*data, *eyes);
  REQUIRE(photos.size() == 18);
  std::vector<float> same;
  std::vector<float> different;
  for (std::size_t i = 0; i < photos.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const bool one = photos[i].person == photos[j].person;
      (one ? same : different).push_back(cosine(photos[i].vector, photos[j].vector));
    }
  }
  std::sort(same.begin(), same.end());
  std::sort(different.begin(), different.end());
  fmt::print(
      "faces: {} pairs of one person {:.3f} to {:.3f}, median {:.3f}; {} of two {:.3f} to {:.3f}\n",
      same.size(), same.front(), same.back(), part_of(same, 0.5), different.size(),
      different.front(), different.back());
  // README of the shared data: one pair of one person is below .45, at .40; the highest of two is
  // .41.
  CHECK(same.front() == doctest::Approx(0.40).epsilon(0.02));
  CHECK(std::count_if(same.begin(), same.end(), [](float value) { return value < 0.45F; }) == 1);
  CHECK(different.back() <= 0.41F);
}

TEST_CASE("Eyes: two people are two faces; landmarks of large faces lie where those of small do") {
  const auto data = test::identity_data();
  if (!data) {
    return;
  }
  EyesPool pool(test::shared_eyes(*data));
  const auto eyes = pool.borrow();
  CHECK(faces_in(*eyes, shared_picture(*data / "faces_group/two_persons.jpg")).size() == 2);

  for (const char* const file : {"faces/d02/img39.jpg", "faces/d01/img6.jpg", "faces/d04/o4.jpg"}) {
    CAPTURE(file);
    const auto large = faces_in(*eyes, shared_picture(*data / file, 1280));
    const auto small = faces_in(*eyes, shared_picture(*data / file, 320));
    REQUIRE_FALSE(large.empty());
    REQUIRE_FALSE(small.empty());
    CHECK(large[0].shape.box.width > 320);
    CHECK(small[0].shape.box.width < 130);
    const float scale = large[0].shape.box.width / small[0].shape.box.width;
    for (std::size_t i = 0; i < 5; ++i) {
      const PicturePoint a = large[0].shape.marks[i];
      const PicturePoint b = small[0].shape.marks[i];
      const float off =
          std::hypot(a.x - large[0].shape.box.x - scale * (b.x - small[0].shape.box.x),
                     a.y - large[0].shape.box.y - scale * (b.y - small[0].shape.box.y));
      CHECK(off < 0.08F * large[0].shape.box.width);
    }
    CHECK(cosine(large[0].vector, small[0].vector) > 0.8F);
  }
}

TEST_CASE("Eyes: blurred, small and cut-off faces have no vector; tiny pictures are no mistake") {
  const auto data = test::identity_data();
  if (!data) {
    return;
  }
  EyesPool pool(test::shared_eyes(*data));
  const auto eyes = pool.borrow();
  const RgbPicture photo = shared_picture(*data / "faces/d04/o4.jpg");  // a face of 340 px
  const auto whole = [](Size size) {
    return FaceBox{0, 0, static_cast<float>(size.width), static_cast<float>(size.height)};
  };
  SUBCASE("small") {
    const auto faces = faces_in(*eyes, resized_part(photo.view(), whole(photo.size), {160, 90}));
    REQUIRE(faces.size() == 1);
    CHECK(faces[0].use == FaceUse::small);
    CHECK(faces[0].vector.empty());
  }
  SUBCASE("made small and large again") {
    const RgbPicture small = resized_part(photo.view(), whole(photo.size), {75, 42});  // 20 px
    const auto faces = faces_in(*eyes, resized_part(small.view(), whole(small.size), {1280, 720}));
    REQUIRE_FALSE(faces.empty());
    CHECK(faces[0].use != FaceUse::usable);
    CHECK(faces[0].vector.empty());
  }
  SUBCASE("half of it outside") {
    const auto faces = faces_in(*eyes, resized_part(photo.view(), {630, 0, 650, 720}, {650, 720}));
    CHECK(std::none_of(faces.begin(), faces.end(),
                       [](const SeenFace& face) { return face.use == FaceUse::usable; }));
  }
  SUBCASE("nothing there") {
    CHECK(faces_in(*eyes, test::plain({640, 360}, {90, 90, 90})).empty());
    CHECK(faces_in(*eyes, test::plain({1, 1}, {90, 90, 90})).empty());
    CHECK(faces_in(*eyes, test::plain({3, 1280}, {90, 90, 90})).empty());
  }
}

TEST_CASE("Eyes: pictures of one thing are more alike than of two") {
  const auto data = test::identity_data();
  if (!data) {
    return;
  }
  EyesPool pool(test::shared_eyes(*data));
  const auto eyes = pool.borrow();
  const auto look = [&](const char* file, FaceBox part) {
    const RgbPicture picture = shared_picture(*data / file);
    auto vector = eyes->look_at(picture.view(), part);
    REQUIRE(vector);
    CHECK(vector->size() == 1280);
    return *std::move(vector);
  };
  const auto stage = look("clips/refs/stage_singer.png", {0, 0, 704, 612});
  const auto nearly = look("clips/refs/stage_singer.png", {20, 20, 660, 570});
  const auto other = look("faces_group/two_persons.jpg", {0, 0, 1126, 661});
  CHECK(cosine(stage, stage) == doctest::Approx(1));
  CHECK(cosine(stage, nearly) > 0.85F);
  CHECK(cosine(stage, other) < 0.8F);
}

TEST_CASE("Embedder: a row may ask for a layer by its length or by its name") {
  const auto data = test::identity_data();
  if (!data) {
    return;
  }
  const fs::path file = *data / "models/mobilefacenet_foamliu_cv46.onnx";
  IdentityModel row = test::identity_row("mobilefacenet-foamliu");
  const RgbPicture grey = test::plain({112, 112}, {90, 90, 90});
  const auto length = [&] {
    auto embedder = Embedder::load(file, row);
    REQUIRE(embedder);
    const auto vector = embedder->embed(grey.view());
    return vector ? vector->size() : 0;
  };
  CHECK(length() == 128);
  row.dimensions = 512;  // the layer before the last
  CHECK(length() == 512);
  row.dimensions = 77;
  const auto none = Embedder::load(file, row);
  REQUIRE_FALSE(none);
  CHECK(none.error().message ==
        "the model 'mobilefacenet-foamliu' has no layer that puts out 77 numbers");
  row.input.output = "no such layer";
  auto unnamed = Embedder::load(file, row);
  CHECK((!unnamed || !unnamed->embed(grey.view())));
}

TEST_CASE("parts_of: the whole, and three squares along the longer side") {
  const auto wide = parts_of({160, 80});
  REQUIRE(wide.size() == 4);
  CHECK(wide[0] == FaceBox{0, 0, 160, 80});
  CHECK(wide[1] == FaceBox{0, 10, 60, 60});
  CHECK(wide[2] == FaceBox{50, 10, 60, 60});
  CHECK(wide[3] == FaceBox{100, 10, 60, 60});
  CHECK(parts_of({80, 160})[3] == FaceBox{10, 100, 60, 60});
}

}  // namespace reshoot
