// SPDX-License-Identifier: Apache-2.0
// What a clip costs by the catalog.

#include "catalog/model.h"

#include <algorithm>

namespace reshoot {

namespace {

std::optional<Money> per_second_of(const Model& model, std::int32_t lines) {
  std::optional<Money> dearest = model.per_second;
  for (const ResolutionPrice& price : model.per_second_at) {
    if (price.lines == lines) {
      return price.per_second;
    }
    dearest = std::max(dearest, std::optional(price.per_second));
  }
  return lines == 0 ? dearest : model.per_second;
}

}  // namespace

std::optional<Money> price_of(const Model& model, Length length, std::int32_t lines) {
  const auto per_second = per_second_of(model, lines);
  if (!per_second) {
    return std::nullopt;
  }
  return Money{(per_second->micros * length.millis + 999) / 1000};  // a started micro-dollar counts
}

}  // namespace reshoot
