// SPDX-License-Identifier: Apache-2.0
#pragma once
// The word for a choice, as it is read from YAML.

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "yaml/bind_scalars.h"

namespace reshoot {

/// `value` is one of the choices.
template <HasChoices V>
constexpr std::string_view choice_text(V value) {
  const auto& values = Choices<V>::values;
  const auto found = std::find(values.begin(), values.end(), value);
  return Choices<V>::texts[static_cast<std::size_t>(found - values.begin())];
}

}  // namespace reshoot
