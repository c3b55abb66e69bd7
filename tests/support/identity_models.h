// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rows of the image models whose files lie in RESHOOT_TEST_DATA, for tests that measure with them.

#include <cstdlib>
#include <filesystem>

#include "base/check.h"
#include "catalog/identity_model.h"

namespace reshoot::test {

/// The folder of shared models and pictures; it may be absent.
inline std::filesystem::path identity_data() {
  const char* const named = std::getenv("RESHOOT_TEST_DATA");
  return named != nullptr ? named : RESHOOT_SOURCE_DIR "/../shared/identity";
}

inline IdentityModel identity_row(std::string id, IdentityRole role, std::string_view result) {
  IdentityModel row;
  row.id = std::move(id);
  row.role = role;
  const std::optional<Digest> digest = Digest::parse(result);
  CHECK(digest.has_value());
  row.file.result = *digest;
  return row;
}

/// models/yunet_2022mar.onnx
inline IdentityModel yunet_row() {
  return identity_row("yunet-2022mar", IdentityRole::face_detector,
                      "50ef07f702a31741ca46a4c0d947773b64143b9362780237bf0d427d6c79bab7");
}

/// models/mobilefacenet_foamliu_cv46.onnx
inline IdentityModel mobilefacenet_row() {
  IdentityModel row =
      identity_row("mobilefacenet-foamliu", IdentityRole::face_embedding,
                   "d97b9972845038b6c948c2510288411710ae58e6ae022bb015098b5c90585132");
  row.dimensions = 128;
  row.input.width = row.input.height = 112;
  row.input.scale = 1.0F / 255;
  row.input.mean = {0.485F, 0.456F, 0.406F};
  row.input.deviation = {0.229F, 0.224F, 0.225F};
  row.input.add_mirrored = true;
  IdentityThresholds& normal = row.thresholds[static_cast<std::size_t>(IdentityLevel::normal)];
  normal.look = {.match = 0.45F,
                 .mismatch = 0.35F,
                 .pass_median = 0.55F,
                 .pass_p10 = 0.40F,
                 .pass_share = 0.9F,
                 .fail_median = 0.35F,
                 .fail_coverage = 0.6F,
                 .margin = 0.15F};
  normal.agree = 0.45F;
  normal.drift = 0.15F;
  normal.flicker = 0.55F;
  normal.across = 0.5F;
  return row;
}

/// models/mobilenet_v2_features.onnx
inline IdentityModel mobilenet_row() {
  IdentityModel row =
      identity_row("mobilenet-v2-features", IdentityRole::image_embedding,
                   "16a32028c1db8db76e79565ec311f7628a9c0368f90ed376cf18ff3997b8b5b2");
  row.dimensions = 1280;
  row.input.width = row.input.height = 224;
  row.input.scale = 1 / 127.5F;
  row.input.mean = {1, 1, 1};
  row.input.signed_root = true;
  return row;
}

}  // namespace reshoot::test
