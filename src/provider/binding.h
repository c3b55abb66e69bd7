// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a prompt names its cast: the words that bind "Image 1" to a character. Pure.

#include <string>

#include "provider/order.h"

namespace reshoot {

/// How a model is told who is who.
struct BindingStyle {
  bool binds = true;  ///< references are numbered; else the character's description stands there
};

/// The prompt with its cast bound, then the spoken lines as `<binding> says: "..."` in order.
/// Images and videos are numbered apart, in cast order, then reference order: the first mention of
/// a character is "the person in Image 1 and Image 2", later ones "the person in Image 1"
/// (character and product by kind).
std::string bound_prompt(const Order& order, const BindingStyle& style);

}  // namespace reshoot
