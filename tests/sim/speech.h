// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is said in a simulated talking head.

#include <string>

#include "base/units.h"

namespace reshoot::sim {

/// Words for so long at the 15 characters a second that the emulated HeyGen speaks.
inline std::string speech_of(std::string words, Length length) {
  words.resize(static_cast<std::size_t>(length.millis * 15 / 1000), 'a');
  return words;
}

}  // namespace reshoot::sim
