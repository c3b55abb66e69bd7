// SPDX-License-Identifier: Apache-2.0
#pragma once
// What became of the identity models that somebody wanted to have here.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/identity_model.h"
#include "report/styled_text.h"

namespace reshoot {

enum class PullState : std::uint8_t {
  already,     ///< it was installed
  downloaded,  ///< from its URL
  taken,       ///< out of the folder that was named
  failed,
};
std::string_view name_of(PullState state);

struct PulledModel {
  const IdentityModel* model = nullptr;  ///< never nullptr
  PullState state = PullState::failed;
  std::string file;            ///< where it lies; empty: failed
  std::optional<Error> error;  ///< failed
};

/// `folder`: where model files lie.
std::string pull_text(const std::vector<PulledModel>& models, const std::string& folder,
                      const TextStyle& style);
std::string pull_json(const std::vector<PulledModel>& models, const std::string& folder);

}  // namespace reshoot
