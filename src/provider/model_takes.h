// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which parts of an order a family of models can express on a provider's wire. Nothing of an order
// is dropped in silence: what cannot be expressed refuses it.

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "provider/order.h"

namespace reshoot {

struct ModelTakes {
  std::string_view family;  ///< ids are this, or begin with this and `-`
  bool images = false;      ///< of the cast
  bool videos = false;      ///< of the cast
  bool voices = false;      ///< samples, on a character that has references
  bool first_frame = false;
  bool last_frame = false;
  bool ratio = false;
  bool frames_replace_cast = false;  ///< with a frame the model ignores references

  [[nodiscard]] bool binds() const { return images || videos; }
};

/// What the model of this order takes; `campaign`: the id is of no family here, or the order has
/// something that the family does not take.
Result<ModelTakes> takes_of(std::span<const ModelTakes> families, const Order& order,
                            std::string_view provider);

/// The order's length; `campaign`: it has a fraction, which no model takes.
Result<std::int64_t> whole_seconds(const Order& order);

}  // namespace reshoot
