// SPDX-License-Identifier: Apache-2.0
#include "verify/embedder.h"

#include <doctest/doctest.h>

#include <vector>

#include "base/digest.h"
#include "unit/media/media_files.h"
#include "unit/verify/drawn.h"

namespace reshoot {
namespace {

ImageInput input_of(std::int32_t width, std::int32_t height) {
  ImageInput input;
  input.width = width;
  input.height = height;
  return input;
}

}  // namespace

TEST_CASE("network_input: planes in the row's order, scaled, shifted, mirrored") {
  RgbPicture picture = test::plain({2, 1}, {10, 20, 30});
  test::fill(picture, 1, 0, {1, 1}, {40, 50, 60});
  ImageInput input = input_of(2, 1);
  CHECK(network_input(picture.view(), input, false) == std::vector<float>{30, 60, 20, 50, 10, 40});
  CHECK(network_input(picture.view(), input, true) == std::vector<float>{60, 30, 50, 20, 40, 10});
  input.rgb = false;
  CHECK(network_input(picture.view(), input, false) == std::vector<float>{10, 40, 20, 50, 30, 60});
  input.scale = 0.5F;
  input.mean = {1, 2, 3};
  input.deviation = {2, 4, 8};
  CHECK(network_input(picture.view(), input, false) ==
        std::vector<float>{2, 9.5F, 2, 5.75F, 1.5F, 3.375F});
}

TEST_CASE("Embedder: a file that is not its row's, or no network, is refused in words") {
  const auto folder = test::new_folder();
  const auto file = test::write(folder, "model.onnx", "no network");
  IdentityModel model;
  model.id = "own";
  model.dimensions = 128;
  model.input = input_of(112, 112);
  const auto other = Embedder::load(file, model);
  REQUIRE_FALSE(other);
  CHECK(other.error().kind == ErrorKind::environment);
  CHECK(other.error().message.find("the model 'own' is not what") == 0);

  model.file.result = sha256("no network");
  const auto broken = Embedder::load(file, model);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message == "the model 'own' cannot be loaded by OpenCV");

  model.input.height = 96;
  CHECK_FALSE(Embedder::load(file, model));
  const auto missing = Embedder::load(folder.path() / "none.onnx", model);
  REQUIRE_FALSE(missing);
}

}  // namespace reshoot
