// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity models for people and machines: what each does, whether it is here, what was
// measured of it, and its thresholds. Part of `models list` and `models show`.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/identity_model.h"
#include "report/styled_text.h"

namespace reshoot {

/// Whether a model's file is on this machine.
enum class Shelved : std::uint8_t {
  missing,
  damaged,  ///< another file lies under its name
  here,
};
std::string_view name_of(Shelved state);

struct ShelvedModel {
  const IdentityModel* model = nullptr;  ///< never nullptr
  bool used = false;                     ///< the one of its role in this workspace
  Shelved state = Shelved::missing;
  std::string file;  ///< where it lies or would lie
};

/// A line each, then what to do where one that is used is not here. Empty: no models.
std::string identity_list_text(const std::vector<ShelvedModel>& models, const TextStyle& style);
nlohmann::ordered_json identity_list_json(const std::vector<ShelvedModel>& models);

/// Each with all that its row says.
std::string identity_text(const std::vector<ShelvedModel>& models, const TextStyle& style);
nlohmann::ordered_json identity_json(const std::vector<ShelvedModel>& models);

}  // namespace reshoot
