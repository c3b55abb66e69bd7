// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words for roles and answers in rows of identity models.

#include <array>
#include <string_view>

#include "catalog/identity_model.h"
#include "yaml/bind_scalars.h"

namespace reshoot {

template <>
struct Choices<IdentityRole> {
  static constexpr std::string_view wanted =
      "face_detector, face_embedding, image_embedding or speaker_embedding";
  static constexpr std::array<std::string_view, identity_roles> texts{
      "face_detector", "face_embedding", "image_embedding", "speaker_embedding"};
  static constexpr std::array values = all_identity_roles;
};

/// Whether somebody measured what the thresholds rest on.
enum class Measured { no, yes };

template <>
struct Choices<Measured> {
  static constexpr std::string_view wanted = "yes or no";
  static constexpr std::array<std::string_view, 2> texts{"yes", "no"};
  static constexpr std::array values{Measured::yes, Measured::no};
};

/// The order of the colours that a network is fed with.
enum class Channels { rgb, bgr };

template <>
struct Choices<Channels> {
  static constexpr std::string_view wanted = "rgb or bgr";
  static constexpr std::array<std::string_view, 2> texts{"rgb", "bgr"};
  static constexpr std::array values{Channels::rgb, Channels::bgr};
};

}  // namespace reshoot
