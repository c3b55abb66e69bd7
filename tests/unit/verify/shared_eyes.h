// SPDX-License-Identifier: Apache-2.0
#pragma once
// The shared image models as eyes use them.

#include "support/identity_models.h"
#include "verify/eyes.h"

namespace reshoot::test {

inline InstalledModel shared_model(const std::filesystem::path& data, std::string_view row,
                                   const char* file) {
  return {&identity_row(row), data / "models" / file};
}

inline EyeModels shared_eyes(const std::filesystem::path& data) {
  EyeModels models;
  models.face_detector = shared_model(data, "yunet-2022mar", "yunet_2022mar.onnx");
  models.face_embedding =
      shared_model(data, "mobilefacenet-foamliu", "mobilefacenet_foamliu_cv46.onnx");
  models.image_embedding = shared_model(data, "mobilenetv2-coral", "mobilenet_v2_features.onnx");
  return models;
}

}  // namespace reshoot::test
